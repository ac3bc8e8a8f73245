import { ask } from "../api/client";
import type { MunicipalitySaid } from "../api/schema";
import { store, useStore } from "../state/store";

/** Municipalities of today by code; empty until they are read. */
export const municipalities = store<ReadonlyMap<string, MunicipalitySaid>>(new Map());

export async function readMunicipalities(): Promise<void> {
  if (municipalities.get().size > 0) return;
  const { items } = await ask("GET /v1/municipalities", {});
  municipalities.set(new Map(items.map((m) => [m.code, m])));
}

/** Names of places: a municipality, a safety region, a police unit or the country; a code that isn't known stays. */
export function usePlaces(): (code: string) => string {
  const known = useStore(municipalities);
  return (code) => placeName(code, known);
}

export function placeName(code: string, known = municipalities.get()): string {
  if (code === "NL") return "Nederland";
  const found = known.get(code);
  if (found) return found.name;
  if (code.startsWith("VR")) {
    for (const m of known.values()) if (m.safetyRegion === code) return m.safetyRegionName;
  }
  return code;
}
