import { withMinus } from '#shared/wording.ts'

const counts = new Intl.NumberFormat('en')

/** 12162 → `12,162`. */
export function formatCount(count: number): string {
  return counts.format(count)
}

/** With as many digits behind the point as others beside it: `0.100`, `−1.5`. */
export function formatMeasure(value: number, decimals: number): string {
  return withMinus(
    value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  )
}

/** 1 clip, 12 clips. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** With its first letter large: `label sad on 1 clip` → `Label sad on 1 clip`. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** As people write: `labels must be given` → `Labels must be given`; a name such as `hopSamples=0` stays as it is. */
export function begun(text: string): string {
  return /^[a-z]+[ ,:;]/.test(text) ? capitalise(text) : text
}

/** As a sentence of its own: `labels must be given` → `Labels must be given.` */
export function sentence(text: string): string {
  return `${begun(text)}${/[.!?…]$/.test(text) ? '' : '.'}`
}

/** Position in a clip: 71.256 → `1:11.26`. */
export function formatPosition(seconds: number): string {
  const safe = Number.isFinite(seconds) && seconds > 0 ? seconds : 0
  const hundredths = Math.round(safe * 100)
  const minutes = Math.floor(hundredths / 6000)
  const rest = hundredths - minutes * 6000
  return `${minutes}:${String(Math.floor(rest / 100)).padStart(2, '0')}.${String(rest % 100).padStart(2, '0')}`
}

/** What is left of a job: 75 → `1 min 15 s`; null → empty. */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return ''
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** ISO time in UTC → local `2026-11-23 10:19`. */
export function formatTime(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${formatClock(iso)}`
}

/** ISO time in UTC → local `10:19`. */
export function formatClock(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** `44100` → `44.1 kHz`. */
export function formatRate(hertz: string): string {
  return `${Number(hertz) / 1000} kHz`
}

/** The bounds of the level, such as `level −30 to −20 dBFS`; empty where there are none. */
export function levelText({
  minDecibels,
  maxDecibels,
}: {
  minDecibels?: number
  maxDecibels?: number
}): string {
  const signed = (decibels: number): string => withMinus(String(decibels))
  if (minDecibels === undefined && maxDecibels === undefined) return ''
  if (minDecibels === undefined) return `level up to ${signed(maxDecibels!)} dBFS`
  if (maxDecibels === undefined) return `level from ${signed(minDecibels)} dBFS`
  return `level ${signed(minDecibels)} to ${signed(maxDecibels)} dBFS`
}

/** How long clips are together: `45 s`, `1.5 min`, `12 h`; two digits at most. */
export function formatLength(seconds: number): string {
  const short = (value: number): string =>
    formatCount(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
  if (seconds < 60) return `${short(seconds)} s`
  if (seconds < 3600) return `${short(seconds / 60)} min`
  return `${short(seconds / 3600)} h`
}
