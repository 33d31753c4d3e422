import type { Sex } from '#shared/domain/clip.ts'
import { listNames } from '#shared/wording.ts'
import { labelOfWord } from './emotion-words.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import { bareClip, type ListedFile } from './listing.ts'

/** Folders of one's own words are taken for labels only up to this number. */
const MOST_OWN_LABELS = 12
const NO_LABEL =
  /\d|^(actor|speaker|spk|session|male|female|man|woman|men|women|train|dev|val|valid|validation|test|audio|wav|data)/i
const PART_NAME = /^(train|dev|val|valid|validation|test|eval)(ing)?$/i
const SEX_NAME = /^(fe)?males?$|^(wo)?m[ae]n$/i

/** Files that were given a label by the folder they lie in. */
export interface FolderLabels {
  clips: FoundClip[]
  problems: FoundProblem[]
}

interface ClassFolder {
  /** The folders above it. */
  parent: string[]
  name: string
  files: ListedFile[]
}

/**
 * Labels sounds by their folder: a folder named with an emotion word (`anger`, `Wut`) gives its sounds that label, and so do
 * its neighbours with words of one's own if at least half of the neighbours are emotion words. Folders that are all words of
 * one's own count only if there are 2 to 12 of them and none looks like a speaker, a session or a part of a split. Folders
 * above, of which several hold the same classes, are taken for speakers, or for the sex if they are named so.
 * @param files sounds that no other importer knows
 * @param takenFolders folders in which another importer found clips; their sounds are left alone
 * @param rootName names the corpus when the class folders lie in the root
 */
export function labelByFolder(
  files: ListedFile[],
  takenFolders: ReadonlySet<string>,
  rootName: string,
): FolderLabels {
  const free = files.filter((file) => file.folders.length > 0 && !takenFolders.has(file.folders.join('/')))
  const groups = groupBy(classFoldersOf(free), (folder) => folder.parent.join('/'))
  const accepted: ClassFolder[] = []
  const problems: FoundProblem[] = []
  for (const [parent, siblings] of groups) {
    const known = siblings.filter((folder) => labelOfWord(folder.name) !== null)
    const areOwnWords = siblings.every((folder) => !NO_LABEL.test(folder.name))
    const isTakenAround = [...takenFolders].some(
      (taken) => taken === parent || taken.startsWith(parent && `${parent}/`),
    )
    if (known.length > 0) {
      const withOthers = known.length * 2 >= siblings.length
      accepted.push(
        ...siblings.filter((folder) => known.includes(folder) || (withOthers && !NO_LABEL.test(folder.name))),
      )
    } else if (areOwnWords && !isTakenAround && siblings.length >= 2 && siblings.length <= MOST_OWN_LABELS) {
      accepted.push(...siblings)
      problems.push({
        kind: 'labels-from-folders',
        severity: 'note',
        relativePaths: [parent || '.'],
        evidence: `The folder names were taken for labels: ${siblings.map(({ name }) => name).join(', ')}.`,
      })
    }
  }
  const speakerFolders = speakerParents(accepted)
  for (const [above, names] of groupBy([...speakerFolders], (path) =>
    path.split('/').slice(0, -1).join('/'),
  )) {
    problems.push({
      kind: 'speakers-from-folders',
      severity: 'note',
      relativePaths: [above || '.'],
      evidence: `${names.length} folders that hold the same classes were taken for speakers: ${listNames(names.map((name) => name.split('/').at(-1)!))}.`,
    })
  }
  return { clips: accepted.flatMap((folder) => clipsOf(folder, speakerFolders, rootName)), problems }
}

function clipsOf(folder: ClassFolder, speakerFolders: ReadonlySet<string>, rootName: string): FoundClip[] {
  const isSpeaker = speakerFolders.has(folder.parent.join('/'))
  const sexName = folder.parent.find((name) => SEX_NAME.test(name))
  const rest = folder.parent.filter((name) => !SEX_NAME.test(name) && !PART_NAME.test(name))
  if (isSpeaker) rest.pop()
  return folder.files.map((file) => ({
    ...bareClip(file, rest.at(-1) ?? rootName),
    label: labelOfWord(folder.name) ?? folder.name.trim().toLowerCase(),
    speaker: isSpeaker ? folder.parent.at(-1)! : null,
    sex: sexName === undefined ? 'unknown' : sexOf(sexName),
    facts: [{ name: 'folder', value: folder.name }],
  }))
}

/** The deepest emotion-named folder of each file, else the folder it lies in. */
function classFoldersOf(files: ListedFile[]): ClassFolder[] {
  const folders = new Map<string, ClassFolder>()
  for (const file of files) {
    const named = file.folders.findLastIndex((name) => labelOfWord(name) !== null)
    const depth = named >= 0 ? named : file.folders.length - 1
    const key = file.folders.slice(0, depth + 1).join('/')
    const folder = folders.get(key) ?? {
      parent: file.folders.slice(0, depth),
      name: file.folders[depth],
      files: [],
    }
    folder.files.push(file)
    folders.set(key, folder)
  }
  return [...folders.values()]
}

/** Parents of at least two classes, standing beside other such parents, and not named as a sex or a part of a split. */
function speakerParents(folders: ClassFolder[]): Set<string> {
  const parents = [...groupBy(folders, (folder) => folder.parent.join('/'))]
    .filter(([path, classes]) => path !== '' && classes.length >= 2)
    .map(([path]) => path)
    .filter((path) => {
      const name = path.split('/').at(-1)!
      return !SEX_NAME.test(name) && !PART_NAME.test(name)
    })
  const byGrandparent = groupBy(parents, (path) => path.split('/').slice(0, -1).join('/'))
  return new Set([...byGrandparent.values()].filter((paths) => paths.length >= 2).flat())
}

function sexOf(name: string): Sex {
  return /^(f|w)/i.test(name) ? 'female' : 'male'
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
