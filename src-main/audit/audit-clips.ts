import type { AuditClip, Detector, NewFinding } from './audit-clip.ts'
import { findClipped } from './clipped.ts'
import { findContainerMismatches } from './container-mismatch.ts'
import { findContradictingLabels } from './contradicting-labels.ts'
import { findDcOffsets } from './dc-offset.ts'
import { findHeaderFaults } from './header-fault.ts'
import { findIdentical } from './identical.ts'
import { findOddSampleRates } from './odd-sample-rate.ts'
import { findPerceivedDisagreements } from './perceived-disagrees.ts'
import { findSilent } from './silent.ts'
import { findUnbalancedLabels, findUnbalancedSexes } from './unbalanced.ts'
import { findUnknownSpeakers } from './unknown-speaker.ts'
import { findUnknownSexes } from './unknown-sex.ts'
import { findStereoAmongMono } from './stereo-among-mono.ts'

const DETECTORS: readonly Detector[] = [
  findSilent,
  findContradictingLabels,
  findIdentical,
  findContainerMismatches,
  findHeaderFaults,
  findOddSampleRates,
  findStereoAmongMono,
  findClipped,
  findDcOffsets,
  findUnknownSpeakers,
  findUnknownSexes,
  findPerceivedDisagreements,
  findUnbalancedLabels,
  findUnbalancedSexes,
]

const RANK = { error: 0, warning: 1, note: 2 }

/**
 * What is wrong with this library? Errors first, then warnings, then notes; within one severity in the order of the detectors.
 * Pure: the same clips give the same findings.
 */
export function auditClips(clips: readonly AuditClip[]): NewFinding[] {
  return DETECTORS.flatMap((detect) => detect(clips)).sort((a, b) => RANK[a.severity] - RANK[b.severity])
}
