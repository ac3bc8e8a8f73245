/** Line icons, drawn here: nothing is loaded for them. They say nothing by themselves, so they are hidden from readers. */
const PATHS = {
  findings: "M4 5h16M4 12h10M4 19h7M17 15l3 3m0-3-3 3",
  map: "M9 4 3 6v14l6-2 6 2 6-2V4l-6 2-6-2zM9 4v14M15 6v14",
  explorer: "M6 6m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M18 8m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M10 18m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M8.4 6.4 15.5 7.6M7 8.3 9.2 15.6M16.6 10 11.8 16.2",
  timeline: "M4 6h7M9 12h9M6 18h5M15 18h5",
  measure: "M12 3v18M5 8l7-5 7 5M7 21h10",
  review: "M9 4H5v16h4M15 4h4v16h-4M12 3v18",
  upload: "M12 16V4m0 0L7 9m5-5 5 5M4 20h16",
  alert: "M6 16V11a6 6 0 1 1 12 0v5l2 2H4zM10 21h4",
  case: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  monitor: "M4 20V10M10 20V4M16 20v-8M21 20H3",
  audit: "M12 3l7 3v6c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 12l2.2 2.2L15.5 10",
  signal: "M12 20h.01M8.5 16.5a5 5 0 0 1 7 0M5 13a10 10 0 0 1 14 0",
  summary: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h7",
  sun: "M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M12 2v2M12 20v2M4.2 4.2l1.4 1.4M18.4 18.4l1.4 1.4M2 12h2M20 12h2M4.2 19.8l1.4-1.4M18.4 5.6l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  out: "M14 4H5v16h9M10 12h11m0 0-3.5-3.5M21 12l-3.5 3.5",
  flag: "M5 21V4m0 1c5-3 8 3 14 0v9c-6 3-9-3-14 0",
  check: "M5 12.5 10 17.5 19.5 7",
  cross: "M6 6l12 12M18 6 6 18",
  dash: "M6 12h12",
  doubt: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18h.01",
  arrow: "M4 12h15m0 0-5-5m5 5-5 5",
  back: "M20 12H5m0 0 5-5m-5 5 5 5",
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5l3 2",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.6-5.6L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.6 5.6L12 17",
  people: "M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2.2.8 3.5 2.8 3.5 5.5",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 14-11 14-2 0-4-1-4-1zM5 19c2-4 5-7 9-9",
  play: "M7 4.5v15l12-7.5z",
  pause: "M8 5v14M16 5v14",
  zoomAll: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  download: "M12 4v12m0 0 5-5m-5 5-5-5M4 20h16",
  undo: "M4 10h10a6 6 0 0 1 0 12h-3M4 10l5-5M4 10l5 5",
  empty: "M4 13l3-8h10l3 8v6H4zM4 13h5l1.5 2.5h3L15 13h5",
  warning: "M12 4 2.5 20h19zM12 10v4M12 17h.01",
  print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
