/** A sentence of the demo voices: its words and, roughly, its sounds. */
export interface DemoSentence {
  id: string
  text: string
  /** Names of `PHONES`, separated by blanks; an apostrophe marks a stressed vowel. */
  phones: string
}

export const DEMO_SENTENCES: readonly DemoSentence[] = [
  {
    id: 's1',
    text: 'Nobody told me you were here',
    phones: "N 'OW B B+ AX D D+ IY T T+ 'OW L D M IY Y UW W ER HH 'IH R",
  },
  {
    id: 's2',
    text: 'The boat is leaving in the morning',
    phones: "DH AX B B+ 'OW T IH Z L 'IY V IH NG IH N DH AX M 'AO R N IH NG",
  },
  {
    id: 's3',
    text: 'She put the keys on the table',
    phones: "SH IY P P+ 'UH T DH AX K K+ 'IY Z AA N DH AX T T+ 'EY B B+ AX L",
  },
]
