import "@fontsource-variable/inter/index.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/shell.css";
import { render } from "preact";
import { onLoggedOut } from "./api/client";
import { routes } from "./routes";
import { App } from "./shell/App";
import { place } from "./state/place";
import { entered } from "./state/session";
import { applySettings } from "./state/settings";

applySettings();
onLoggedOut.told = () => entered(null);
// The code of the page that was asked for comes while the session is looked up; if it can't, the page itself says so.
routes.find((r) => r.name === place.get().path[0])?.load().catch(() => undefined);
const root = document.getElementById("app");
if (root) render(<App />, root);
