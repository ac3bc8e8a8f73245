/** The evidence of each kind of finding, as graph/model/findings.py has it; days are months where not all is seen in full. */
import type { FindingSaid } from "./schema";

export interface WhatIf {
  readonly kind: string;
  readonly what: string;
  readonly holds: boolean;
  readonly because: readonly string[];
}

export interface ReappearanceEvidence {
  readonly municipalitiesBefore: readonly string[];
  readonly municipalityNow: string;
  readonly encountersBefore: number;
  readonly firstSeen: string;
  readonly lastSeenBefore: string;
  readonly seenNow: string;
  readonly linkProbability: number;
  readonly sources: readonly string[];
  readonly state: string;
}

export interface RotationEvidence {
  readonly circuit: readonly string[];
  readonly laps: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly evidence: readonly string[];
  readonly strength: number;
  readonly expectedByChance: number;
  readonly pValue: number;
  readonly qValue: number;
  readonly findingsTested: number;
  readonly findingsExpected: number;
  readonly weakestLinkProbability: number | null;
  readonly survivesWeakestLink: boolean;
  readonly sources: readonly string[];
  readonly benignReading: string;
  readonly ruleVersion: string;
  readonly unflaggedBecause: readonly string[];
  readonly stayDays: number | null;
  readonly stayVariation: number | null;
  readonly whatIf: readonly WhatIf[];
}

export interface RelocationEvidence {
  readonly identifierKinds: readonly string[];
  readonly fromMunicipality: string;
  readonly toMunicipality: string;
  readonly fromPremisesKind: string | null;
  readonly toPremisesKind: string | null;
  readonly leftAfter: string;
  readonly arrivedBefore: string;
  readonly nIdentifiers: number;
  readonly pValue: number;
  readonly qValue: number;
  readonly sources: readonly string[];
  readonly ruleVersion: string;
}

export interface Change {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface RobustnessLine {
  readonly name: string;
  readonly displaced: Change | null;
  readonly holds: boolean | null;
  readonly said: string;
}

export interface DisplacementEvidence {
  readonly interventionId: string;
  readonly method: string;
  readonly horizonDays: number;
  readonly local: Change | null;
  readonly displaced: Change | null;
  readonly total: Change | null;
  readonly displacementP: number | null;
  readonly dispersion: number | null;
  readonly effortAdjusted: boolean;
  readonly receiving: readonly (readonly [string, number])[];
  readonly personsCarrying: number | null;
  readonly ladderStep: number;
  readonly wording: string;
  readonly wordingNl: string;
  readonly minimumDetectable: number | null;
  readonly sources: readonly string[];
  readonly caveats: readonly string[];
  readonly treated: readonly string[];
  readonly ring: readonly string[];
  readonly controls: readonly string[];
  readonly ruleVersion: string;
  readonly robustness: readonly RobustnessLine[];
}

export type Shown =
  | { readonly kind: "reappearance"; readonly finding: FindingSaid; readonly evidence: ReappearanceEvidence }
  | { readonly kind: "rotation"; readonly finding: FindingSaid; readonly evidence: RotationEvidence }
  | { readonly kind: "relocation"; readonly finding: FindingSaid; readonly evidence: RelocationEvidence }
  | { readonly kind: "displacement"; readonly finding: FindingSaid; readonly evidence: DisplacementEvidence };

/** A finding with its evidence by its kind; the service writes both from one type. */
export function shown(finding: FindingSaid): Shown {
  return { kind: finding.kind, finding, evidence: finding.evidence } as unknown as Shown;
}
