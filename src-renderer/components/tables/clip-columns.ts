import type { ClipSort } from '#shared/domain/clip.ts'

export interface ClipColumn {
  /** Class of the cell. */
  name: string
  title: string
  /** Null: the studio cannot sort by it. */
  sort: ClipSort['by'] | null
}

/** Columns of the clip table, left to right. */
export const CLIP_COLUMNS: readonly ClipColumn[] = [
  { name: 'name', title: 'Name', sort: 'name' },
  { name: 'corpus', title: 'Corpus', sort: 'corpus' },
  { name: 'speaker', title: 'Speaker', sort: 'speaker' },
  { name: 'sex', title: 'Sex', sort: 'sex' },
  { name: 'label', title: 'Label', sort: 'label' },
  { name: 'intended', title: 'Intended', sort: null },
  { name: 'length', title: 'Length', sort: 'seconds' },
  { name: 'text', title: 'Text', sort: null },
  { name: 'findings', title: 'Findings', sort: 'findings' },
]
