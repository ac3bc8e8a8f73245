import "@fontsource-variable/inter/index.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/shell.css";
import { render } from "preact";
import { onLoggedOut } from "./api/client";
import { App } from "./shell/App";
import { entered } from "./state/session";
import { applySettings } from "./state/settings";

applySettings();
onLoggedOut.told = () => entered(null);
const root = document.getElementById("app");
if (root) render(<App />, root);
