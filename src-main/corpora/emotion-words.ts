const WORDS: Readonly<Record<string, string>> = {
  angry: 'angry anger ang mad furious wut aerger ärger zorn colère colere rabbia enojo ira enfado raiva',
  happy:
    'happy happiness hap joy joyful joyous glad elated freude joie gioia alegria alegría felicidad feliz',
  neutral: 'neutral neutrality neu neutre neutrale neutro normal',
  sad: 'sad sadness sorrow trauer traurig tristesse tristezza tristeza triste',
  fear: 'fear fearful fea afraid scared anxious anxiety angst peur paura miedo medo',
  disgust: 'disgust disgusted dis ekel dégoût degout disgusto asco nojo',
  surprise:
    'surprise surprised surprising sur ps astonished astonishment überraschung ueberraschung sorpresa surpresa ' +
    'pleasantsurprise pleasantsurprised pleasantlysurprised',
  calm: 'calm calmness relaxed',
  boredom: 'boredom bored boring langeweile ennui noia aburrimiento',
}

const LABEL_OF_WORD = new Map(
  Object.entries(WORDS).flatMap(([label, words]) => words.split(' ').map((word) => [word, label] as const)),
)

/**
 * The studio's label for an emotion word: `Anger` → `angry`, `Pleasant_surprise` → `surprise`. Digits and separators do not
 * count. Null for any other word.
 */
export function labelOfWord(word: string): string | null {
  const letters = word
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\d\s_.-]+/g, '')
  return LABEL_OF_WORD.get(letters) ?? null
}
