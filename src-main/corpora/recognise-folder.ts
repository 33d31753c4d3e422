import { basename } from 'node:path'
import { addAll } from '#shared/add-all.ts'
import { listNames } from '#shared/wording.ts'
import { checkCompleteness } from './completeness.ts'
import { cremaD } from './crema-d.ts'
import { readManifest } from './csv-manifest.ts'
import { DEMO_CORPUS, readDemoFolders } from './demo.ts'
import { emoDb } from './emo-db.ts'
import { labelByFolder } from './folder-per-class.ts'
import type { FolderFindings, FoundClip, FoundProblem } from './importer.ts'
import {
  createLister,
  isHidden,
  isSound,
  listFile,
  reasonToListOther,
  type ListedFile,
  type Listing,
} from './listing.ts'
import { folderDisagreements, manifestDisagreements, type SchemeClip } from './name-disagreements.ts'
import { isBroken, type NameScheme } from './name-scheme.ts'
import { ravdess } from './ravdess.ts'
import { savee } from './savee.ts'
import { tess } from './tess.ts'

const SCHEMES: readonly NameScheme[] = [ravdess, cremaD, tess, savee, emoDb]
/** Of texts only those named so are looked into: some corpora have one text for each sound. */
const MANIFEST_NAME = /\.(csv|tsv)$|^(manifest|metadata|labels?|index)\b.*\.txt$/i

/**
 * Says what a folder is, from its file names and the tables it holds; no sound is opened. Who knows a file first keeps it: the demo
 * marker, then manifests, the published corpora, folders named by class. What nobody knows is listed with the reason. Second copies
 * of a corpus are found as often as they are there: same `corpus` and `identityKey`.
 * @param root absolute path; only its last part is used, as the name of a corpus that has none
 * @param relativePaths all files below the root, with forward or backward slashes
 * @param readText text of one of them
 */
export async function recogniseFolder(
  root: string,
  relativePaths: string[],
  readText: (relativePath: string) => Promise<string>,
): Promise<FolderFindings> {
  const files = relativePaths.map(createLister()).filter((file) => !isHidden(file))
  const listing: Listing = {
    root,
    sounds: files.filter(isSound).sort(byPath),
    others: files.filter((file) => !isSound(file)).sort(byPath),
    readText,
  }
  const clips: FoundClip[] = []
  const problems: FoundProblem[] = []
  const unrecognised: FolderFindings['unrecognised'] = []
  const left = new Map(listing.sounds.map((file) => [file.relativePath, file]))
  const take = (found: FoundClip[]): void => {
    addAll(clips, found)
    for (const clip of found) left.delete(clip.relativePath)
  }
  const list = (relativePath: string, reason: string): void => {
    unrecognised.push({ relativePath, reason })
    left.delete(relativePath)
  }

  const demo = await readDemoFolders(listing)
  take(demo.clips)
  addAll(problems, demo.problems)
  for (const file of demo.unrecognised) list(file.relativePath, file.reason)

  const manifests = await readManifests(listing, left)
  take(manifests.clips)
  addAll(problems, manifests.problems)
  for (const path of manifests.faulty) if (left.has(path)) list(path, 'its line in the manifest has a fault')

  const named: SchemeClip[] = []
  for (const scheme of SCHEMES) {
    const found: FoundClip[] = []
    for (const file of [...left.values()]) {
      const read = scheme.readName(file)
      if (read === null) continue
      if (isBroken(read)) list(file.relativePath, read.reason)
      else found.push(read)
    }
    if (found.length === 0) continue
    const { kept, copies } = withoutOtherEncodings(found)
    for (const clip of copies) left.delete(clip.relativePath)
    if (copies.length > 0) problems.push(otherEncodings(scheme.corpus, copies))
    addAll(problems, (await scheme.readTables?.(kept, listing)) ?? [])
    addAll(problems, scheme.review?.(kept) ?? [])
    if (scheme.published) addAll(problems, checkCompleteness(scheme.corpus, kept, scheme.published))
    take(kept)
    for (const clip of kept) named.push({ scheme, clip })
  }
  addAll(problems, folderDisagreements(named))

  const takenFolders = new Set(clips.map((clip) => clip.relativePath.split('/').slice(0, -1).join('/')))
  const byFolder = labelByFolder([...left.values()], takenFolders, basename(root))
  take(byFolder.clips.map((clip) => ({ ...clip, corpus: ownName(clip.corpus) })))
  addAll(problems, byFolder.problems)

  // a table that may have been meant for a manifest is worth a word only where sounds are left over
  if (left.size > 0) addAll(problems, manifests.doubtful)
  for (const path of left.keys()) list(path, 'fits no known naming scheme, manifest or folder of a class')
  for (const file of listing.others) {
    const reason = reasonToListOther(file)
    if (reason !== null && !isCompanion(file)) list(file.relativePath, reason)
  }
  return {
    corpora: [...new Set(clips.map((clip) => clip.corpus))],
    clips,
    unrecognised: unrecognised.sort(byPath),
    problems,
  }
}

interface Manifests {
  clips: FoundClip[]
  problems: FoundProblem[]
  doubtful: FoundProblem[]
  /** Sounds that only faulty lines name. */
  faulty: string[]
}

async function readManifests(listing: Listing, left: ReadonlyMap<string, ListedFile>): Promise<Manifests> {
  const result: Manifests = { clips: [], problems: [], doubtful: [], faulty: [] }
  const free = new Set(left.keys())
  for (const file of listing.others.filter(({ name }) => MANIFEST_NAME.test(name))) {
    if (free.size === 0) break
    if (isCompanion(file)) continue
    const corpus = ownName(file.folders.at(-1) ?? basename(listing.root))
    const found = await readManifest(file, listing, free, corpus)
    if (found === null) continue
    const problems = found.isDoubtful ? result.doubtful : result.problems
    addAll(problems, found.problems)
    addAll(problems, manifestDisagreements(file.relativePath, found.clips, labelOfName))
    addAll(result.clips, found.clips)
    const imported = new Set(found.clips.map((clip) => clip.relativePath))
    for (const path of found.named) if (!imported.has(path)) result.faulty.push(path)
    for (const path of found.named) free.delete(path)
  }
  return result
}

/** What the name of a sound says where it is one of a published corpus. */
function labelOfName(relativePath: string): string | null {
  for (const scheme of SCHEMES) {
    const read = scheme.readName(listFile(relativePath))
    if (read !== null) return isBroken(read) ? null : read.label
  }
  return null
}

function isCompanion(file: ListedFile): boolean {
  return SCHEMES.some((scheme) => scheme.isCompanion?.(file))
}

/** Recordings that are there as WAV and again in another encoding under the same name: the WAV is the clip. */
function withoutOtherEncodings(found: FoundClip[]): { kept: FoundClip[]; copies: FoundClip[] } {
  const isWave = (clip: FoundClip): boolean => /\.wave?$/i.test(clip.relativePath)
  const stemKey = (clip: FoundClip): string => clip.identityKey.replace(/\.[^.]+$/, '')
  const waves = new Set(found.filter(isWave).map(stemKey))
  const isCopy = (clip: FoundClip): boolean => !isWave(clip) && waves.has(stemKey(clip))
  return { kept: found.filter((clip) => !isCopy(clip)), copies: found.filter(isCopy) }
}

function otherEncodings(corpus: string, copies: FoundClip[]): FoundProblem {
  const folders = copies.map((clip) => clip.relativePath.split('/').slice(0, -1).join('/') || '.')
  const relativePaths = [...new Set(folders)]
  const verb = copies.length === 1 ? 'file repeats a WAV file' : 'files repeat WAV files'
  return {
    kind: 'other-encoding',
    severity: 'note',
    relativePaths,
    evidence: `${copies.length} ${corpus} ${verb} of the same name in another encoding, in ${listNames(relativePaths)}; left out.`,
  }
}

/** A corpus of one's own never shares the name, and so the speakers, of a published one. */
function ownName(name: string): string {
  const isPublished = [...SCHEMES.map(({ corpus }) => corpus), DEMO_CORPUS].some(
    (corpus) => corpus.toLowerCase() === name.toLowerCase(),
  )
  return isPublished ? `${name} (own labels)` : name || 'corpus'
}

function byPath(a: { relativePath: string }, b: { relativePath: string }): number {
  return a.relativePath < b.relativePath ? -1 : a.relativePath > b.relativePath ? 1 : 0
}
