import { keptOnce } from '#shared/kept-once.ts'
import type { FoundClip } from './importer.ts'

/** One file of a listing, taken apart. */
export interface ListedFile {
  /** Relative to the root, with forward slashes. */
  relativePath: string
  /** Folder names from the root down; empty at the root. */
  folders: string[]
  /** With extension. */
  name: string
  /** Without extension. */
  stem: string
  /** Lower case, without the dot; empty where there is none. */
  extension: string
}

/** What the recognisers look at: names only, and tables on demand. */
export interface Listing {
  /** Absolute path of the root; its last part names a corpus that has no other name. */
  root: string
  /** Sounds that the studio can read. */
  sounds: ListedFile[]
  /** Everything else that is not hidden. */
  others: ListedFile[]
  /** Text of one listed file; rejects where it cannot be read. */
  readText: (relativePath: string) => Promise<string>
}

/** Extensions of the sounds that the studio reads. */
const SOUND_EXTENSIONS = new Set(['wav', 'wave', 'aif', 'aiff', 'aifc', 'flac', 'mp3', 'ogg', 'oga', 'opus'])

const UNREAD_MEDIA = new Set(
  (
    '3gp aac ac3 adpcm amr ape au avi caf dsf dv f4v flv gsm m4a m4b m4p m4v mka mkv mov mp1 mp2 mp4 mpc ' +
    'mpeg mpg nist oma pcm qt ra raw rf64 rm shn snd sph spx tak tta vob voc vox w64 webm wma wmv wv xwma'
  ).split(' '),
)
const ARCHIVES = new Set(['zip', '7z', 'rar', 'tar', 'gz', 'tgz', 'bz2', 'xz', 'zst'])

const NO_SOUND = new Set(
  (
    'asc bash bat bib bmp c cfg cmd conf cpp cs css csv db desktop dita doc docx eaf env epub exe gif h h5 hdf5 hpp htm html ' +
    'ico ini ipynb java jpeg jpg js json jsonl lab lnk lock log m mat md md5 mjs mlf npy npz numbers odp ods odt old orig pages ' +
    'parquet pdf pickle pkl plist png ppt pptx praat ps psd py pyc r rda rdata rmd rst rtf sav scss sfv sh sha1 sha256 ' +
    'sql sqlite srt sub svg tex textgrid tif tiff toml trs ts tsv txt url vtt webloc webp wrd xls xlsx xml yaml yml'
  ).split(' '),
)

/** Takes a relative path apart; backslashes count as slashes. */
export function listFile(relativePath: string): ListedFile {
  const parts = relativePath.split(/[\\/]+/).filter((part) => part !== '' && part !== '.')
  const name = parts.at(-1) ?? ''
  const dot = name.lastIndexOf('.')
  return {
    relativePath: parts.join('/'),
    folders: parts.slice(0, -1),
    name,
    stem: dot > 0 ? name.slice(0, dot) : name,
    extension: dot > 0 ? name.slice(dot + 1).toLowerCase() : '',
  }
}

/** Does the same for many files, of which many share a folder and few an extension: what they share is kept once. */
export function createLister(): (relativePath: string) => ListedFile {
  const foldersAt = new Map<string, string[]>()
  const extensions = new Map<string, string>()
  return (relativePath) => {
    const file = listFile(relativePath)
    const folderPath = file.folders.join('/')
    const folders = foldersAt.get(folderPath) ?? file.folders
    foldersAt.set(folderPath, folders)
    return { ...file, folders, extension: keptOnce(extensions, file.extension) }
  }
}

/**
 * True for what no person put there to be listened to: names with a leading dot (also AppleDouble `._x.wav`), and
 * the folders `__MACOSX` and `.git`.
 */
export function isHidden(file: ListedFile): boolean {
  return [...file.folders, file.name].some((part) => part.startsWith('.') || part === '__MACOSX')
}

export function isSound(file: ListedFile): boolean {
  return SOUND_EXTENSIONS.has(file.extension)
}

/**
 * Why a file that is no readable sound is to be listed all the same; null for what is clearly not sound (texts, tables,
 * pictures, programs, files without an extension).
 */
export function reasonToListOther(file: ListedFile): string | null {
  if (file.extension === '' || NO_SOUND.has(file.extension)) return null
  if (ARCHIVES.has(file.extension)) return `an archive is not opened: unpack .${file.extension} files first`
  if (UNREAD_MEDIA.has(file.extension)) return `.${file.extension} is a format that the studio does not read`
  return `.${file.extension} is no known kind of file`
}

/** A clip with all that the name does not say left open. */
export function bareClip({ relativePath }: Pick<ListedFile, 'relativePath'>, corpus: string): FoundClip {
  return {
    relativePath,
    startSeconds: null,
    endSeconds: null,
    corpus,
    speaker: null,
    sex: 'unknown',
    label: null,
    intensity: null,
    text: null,
    take: null,
    facts: [],
    perceived: null,
    identityKey: relativePath,
  }
}
