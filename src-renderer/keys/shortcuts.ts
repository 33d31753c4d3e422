/** What a key can do; the ids are used by whoever carries it out. */
export type ActionId =
  | 'play.toggle'
  | 'clip.next'
  | 'clip.previous'
  | 'loop.toggle'
  | 'audition.neutral'
  | 'audition.sentence'
  | 'audition.other'
  | 'blind.toggle'
  | 'speed.slower'
  | 'speed.faster'
  | 'label.key'
  | 'labels.undo'
  | 'labels.redo'
  | 'clip.exclude'
  | 'triage.skip'
  | 'triage.unsure'
  | 'triage.note'
  | 'finding.act'
  | 'finding.see'
  | 'shortcuts.show'
  | 'palette.show'
  | 'filter.focus'
  | 'go.back'
  | 'clip.open'
  | 'go.library'
  | 'go.overview'
  | 'go.audit'
  | 'go.triage'
  | 'go.labels'
  | 'go.experiments'
  | 'go.compare'
  | 'go.predict'

export interface Shortcut {
  action: ActionId
  /** Each alternative: keys pressed one after the other, divided by a space; `Shift+` and `Mod+` (⌘ or Ctrl) before a key. */
  keys: string[]
  title: string
  group: 'Play' | 'Label' | 'Move' | 'Screens'
}

/** Every key of the studio, in the order of the shortcut sheet. */
export const SHORTCUTS: readonly Shortcut[] = [
  { action: 'play.toggle', keys: ['Space'], title: 'Play, pause', group: 'Play' },
  { action: 'loop.toggle', keys: ['L'], title: 'Loop the region', group: 'Play' },
  { action: 'audition.neutral', keys: ['N'], title: "Play this speaker's neutral", group: 'Play' },
  {
    action: 'audition.sentence',
    keys: ['S'],
    title: 'Same sentence, other emotions, in turn',
    group: 'Play',
  },
  {
    action: 'audition.other',
    keys: ['A'],
    title: 'A/B: the other clip at the same position',
    group: 'Play',
  },
  { action: 'speed.slower', keys: ['['], title: 'Slower, same pitch', group: 'Play' },
  { action: 'speed.faster', keys: [']'], title: 'Faster, same pitch', group: 'Play' },
  { action: 'label.key', keys: ['1–9', '0'], title: 'Give label n and go on', group: 'Label' },
  { action: 'labels.undo', keys: ['U'], title: 'Undo', group: 'Label' },
  { action: 'labels.redo', keys: ['Shift+U'], title: 'Redo', group: 'Label' },
  { action: 'clip.exclude', keys: ['X'], title: 'Exclude from training', group: 'Label' },
  { action: 'triage.skip', keys: ['I'], title: 'Triage: skip', group: 'Label' },
  { action: 'triage.unsure', keys: ['Y'], title: 'Triage: unsure', group: 'Label' },
  { action: 'triage.note', keys: ['M'], title: 'Triage: note on the clip', group: 'Label' },
  { action: 'finding.act', keys: ['D'], title: 'Audit: do what is proposed', group: 'Label' },
  { action: 'finding.see', keys: ['F'], title: 'Audit: seen, fine', group: 'Label' },
  { action: 'blind.toggle', keys: ['B'], title: 'Blind mode: hide labels and names', group: 'Label' },
  { action: 'clip.next', keys: ['J', '↓'], title: 'Next clip', group: 'Move' },
  { action: 'clip.previous', keys: ['K', '↑'], title: 'Previous clip', group: 'Move' },
  { action: 'filter.focus', keys: ['/'], title: 'Focus the filter', group: 'Move' },
  { action: 'clip.open', keys: ['Enter'], title: 'Open', group: 'Move' },
  { action: 'go.back', keys: ['Esc'], title: 'Back', group: 'Move' },
  { action: 'go.library', keys: ['G L'], title: 'Library', group: 'Screens' },
  { action: 'go.overview', keys: ['G O'], title: 'Overview', group: 'Screens' },
  { action: 'go.audit', keys: ['G A'], title: 'Audit', group: 'Screens' },
  { action: 'go.triage', keys: ['G T'], title: 'Triage', group: 'Screens' },
  { action: 'go.labels', keys: ['G H'], title: 'Labels', group: 'Screens' },
  { action: 'go.experiments', keys: ['G E'], title: 'Experiments', group: 'Screens' },
  { action: 'go.compare', keys: ['G C'], title: 'Compare', group: 'Screens' },
  { action: 'go.predict', keys: ['G P'], title: 'Predict', group: 'Screens' },
  { action: 'palette.show', keys: ['Mod+K'], title: 'Find anything', group: 'Screens' },
  { action: 'shortcuts.show', keys: ['?'], title: 'All shortcuts', group: 'Screens' },
]

/** The keys of an action as a button's tip shows them. */
export function keysOf(action: ActionId): string {
  return SHORTCUTS.find((shortcut) => shortcut.action === action)?.keys[0] ?? ''
}
