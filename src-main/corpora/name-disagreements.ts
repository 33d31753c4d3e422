import { listNames } from '#shared/wording.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { labelOfWord } from './emotion-words.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import type { FolderWords, NameScheme } from './name-scheme.ts'

/** A folder or manifest that says something else of more than this share of its names means something else by it. */
const MOST_OTHERWISE = 0.5

type Aspect = 'label' | 'speaker'

interface Stray {
  clip: FoundClip
  aspect: Aspect
  folder: string
  folderSays: string
}

/** A clip with the scheme that read its name. */
export interface SchemeClip {
  scheme: NameScheme
  clip: FoundClip
}

/**
 * Clips whose name says another label or speaker than the folder they lie in; one problem a clip. What a folder says is
 * read by the scheme, where the corpus's own folders say it; else an emotion word or the token of a speaker counts, where
 * at least half of all clips in it agree.
 */
export function folderDisagreements(clips: readonly SchemeClip[]): FoundProblem[] {
  const strays = (['speaker', 'label'] as const).flatMap((aspect) => straysOf(clips, aspect))
  return [...groupBy(strays, ({ clip, folder }) => `${clip.relativePath}\n${folder}`).values()].map((own) => {
    const [{ clip, folder }] = own
    const said = own.map(({ aspect }) => (aspect === 'speaker' ? `speaker ${clip.speaker}` : clip.label))
    const label = own.find(({ aspect }) => aspect === 'label')?.folderSays
    return {
      kind: 'name-disagrees',
      severity: 'warning',
      relativePaths: [clip.relativePath],
      evidence: `${nameOf(clip)}: the name says ${said.join(', ')}, the folder ${folder}; the name was taken.`,
      ...(label && { details: { otherwise: { label, source: `the folder ${folder}` } } }),
    }
  })
}

function straysOf(clips: readonly SchemeClip[], aspect: Aspect): Stray[] {
  const placed = clips.flatMap(({ scheme, clip }) => {
    const folders = clip.relativePath.split('/').slice(0, -1)
    for (let depth = folders.length - 1; depth >= 0; depth--) {
      const folder = folders[depth]
      const own = scheme.readFolder?.(folder) ?? null
      const folderSays = (own ?? plainWords(scheme, folder))[aspect]
      if (folderSays === null) continue
      const isStray = clip[aspect] !== folderSays
      return {
        clip,
        aspect,
        folder,
        folderSays,
        isStray,
        isOwn: own !== null,
        path: folders.slice(0, depth + 1).join('/'),
      }
    }
    return []
  })
  return [...groupBy(placed, ({ path }) => path).values()].flatMap((group) => {
    const strays = group.filter(({ isStray }) => isStray)
    const mayCount = strays.length <= MOST_OTHERWISE * group.length
    return strays.filter(({ isOwn }) => isOwn || mayCount)
  })
}

function plainWords({ published }: NameScheme, folder: string): FolderWords {
  return { label: labelOfWord(folder), speaker: published?.bySpeaker.has(folder) ? folder : null }
}

/**
 * Clips of a manifest whose label is another emotion than a published corpus's file name says; one problem for each pair
 * of labels. A manifest that differs from most names labels by something else, such as the ears of listeners: one note.
 * @param readLabel what a name says; null where it is no name of a published corpus
 */
export function manifestDisagreements(
  manifestPath: string,
  clips: readonly FoundClip[],
  readLabel: (relativePath: string) => string | null,
): FoundProblem[] {
  const manifest = manifestPath.split('/').at(-1)!
  const compared = clips.flatMap((clip) => {
    const said = readLabel(clip.relativePath)
    return said !== null && clip.label !== null && labelOfWord(clip.label) !== null ? { clip, said } : []
  })
  const other = compared.filter(({ clip, said }) => clip.label !== said)
  const pathsOf = (own: typeof other) => [...new Set(own.map(({ clip }) => clip.relativePath))]
  if (other.length > MOST_OTHERWISE * compared.length) {
    const evidence = `${other.length} of ${compared.length} names say another label than ${manifest}; its labels were taken.`
    return [{ kind: 'name-disagrees', severity: 'note', relativePaths: pathsOf(other), evidence }]
  }
  return [...groupBy(other, ({ clip, said }) => `${said}\n${clip.label}`).values()].map((own) => {
    const [{ clip, said }] = own
    const verb = own.length === 1 ? 'the name says' : 'the names say'
    return {
      kind: 'name-disagrees',
      severity: 'warning',
      relativePaths: pathsOf(own),
      evidence: `${listNames(own.map((one) => nameOf(one.clip)))}: ${verb} ${said}, ${manifest} ${clip.label}; the label of ${manifest} was taken.`,
      details: { otherwise: { label: said, source: 'the name' } },
    }
  })
}

const nameOf = (clip: FoundClip): string => clip.relativePath.split('/').at(-1)!
