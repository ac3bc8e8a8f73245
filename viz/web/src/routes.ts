import type { FunctionComponent } from "preact";
import type { IconName } from "./parts/Icon";
import { words } from "./words/words";

/** A page: a folder in pages/, loaded when somebody goes there. */
export interface Route {
  /** First part of its address, and its name in the words below. */
  readonly name: RouteName;
  readonly icon: IconName;
  /** Actions of which the session needs one; the page isn't offered without. */
  readonly needs: readonly string[];
  /** Whether it stands in the navigation. */
  readonly isListed: boolean;
  /** The page of the navigation that is marked while this one is open, where it isn't itself. */
  readonly under?: RouteName;
  readonly load: () => Promise<{ default: FunctionComponent }>;
}

export const routeNames = words({
  nl: {
    findings: "Bevindingen",
    finding: "Bevinding",
    map: "Kaart",
    explorer: "Verkenner",
    review: "Koppelingen",
    uploads: "Bestanden",
    alerts: "Meldingen",
    cases: "Zaken",
    case: "Zaak",
    monitor: "Monitor",
    audit: "Logboek",
  },
  en: {
    findings: "Findings",
    finding: "Finding",
    map: "Map",
    explorer: "Explorer",
    review: "Links",
    uploads: "Files",
    alerts: "Alerts",
    cases: "Cases",
    case: "Case",
    monitor: "Monitor",
    audit: "Audit log",
  },
});

export type RouteName = keyof (typeof routeNames)["nl"];

/** All pages, in the order of the navigation; the first that a role may see is where it begins. */
export const routes: readonly Route[] = [
  {
    name: "findings",
    icon: "findings",
    needs: ["list_findings"],
    isListed: true,
    load: () => import("./pages/findings/Page"),
  },
  { name: "finding", icon: "findings", needs: ["read_finding"], isListed: false, load: () => import("./pages/finding/Page"), under: "findings" },
  { name: "map", icon: "map", needs: ["read_flows"], isListed: true, load: () => import("./pages/map/Page") },
  { name: "explorer", icon: "explorer", needs: ["explore"], isListed: true, load: () => import("./pages/explorer/Page") },
  { name: "review", icon: "review", needs: ["review"], isListed: true, load: () => import("./pages/review/Page") },
  { name: "alerts", icon: "alert", needs: ["read_alerts"], isListed: true, load: () => import("./pages/alerts/Page") },
  { name: "cases", icon: "case", needs: ["read_cases"], isListed: true, load: () => import("./pages/cases/Page") },
  { name: "case", icon: "case", needs: ["read_cases"], isListed: false, load: () => import("./pages/case/Page"), under: "cases" },
  { name: "uploads", icon: "upload", needs: ["upload"], isListed: true, load: () => import("./pages/uploads/Page") },
  { name: "monitor", icon: "monitor", needs: ["read_indicators"], isListed: true, load: () => import("./pages/monitor/Page") },
  { name: "audit", icon: "audit", needs: ["read_audit"], isListed: true, load: () => import("./pages/audit/Page") },
];
