import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Empty, Failed, Loading } from "../parts/States";
import type { Route } from "../routes";
import { useWords, words } from "../words/words";

const said = words({
  nl: { nothing: "Hier is geen pagina", nothingAbout: "Of ze is er niet voor uw rol." },
  en: { nothing: "There is no page here", nothingAbout: "Or it isn't there for your role." },
});

const known = new Map<string, FunctionComponent>();

/** The page of a route, loaded when it is first gone to. */
export function View({ route, title }: { route: Route | undefined; title: string }) {
  const t = useWords(said);
  const [, seen] = useState(0);
  const [failure, fail] = useState<unknown>(null);
  useEffect(() => {
    document.title = `${title} · Waterbed`;
  }, [title]);
  useEffect(() => {
    fail(null);
    if (!route || known.has(route.name)) return;
    route.load().then((m) => {
      known.set(route.name, m.default);
      seen((n) => n + 1);
    }, fail);
  }, [route?.name]);
  if (!route) return <Empty title={t.nothing}>{t.nothingAbout}</Empty>;
  if (failure) return <Failed error={failure} />;
  const Page = known.get(route.name);
  return Page ? <Page key={route.name} /> : <Loading />;
}
