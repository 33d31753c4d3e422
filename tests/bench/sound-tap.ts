// Functions that run in the page: Playwright sends their text, so each must stand alone.

interface BenchSound {
  /** On the page's clock; null until the next sound. */
  keyAt: number | null
  soundAt: number | null
  lastSoundAt: number
  takeLatency(): number | null
}
interface PageWindow {
  benchSound: BenchSound
  AudioContext: new (options?: object) => PageAudioContext
  addEventListener(name: string, listener: (event: { timeStamp: number }) => void, capture: boolean): void
}
interface PageAudioContext {
  sampleRate: number
  audioWorklet: { addModule(url: string): Promise<void> }
  getOutputTimestamp(): { contextTime: number; performanceTime: number }
}
interface PageAudioNode {
  context: PageAudioContext
  connect(target: unknown, ...rest: unknown[]): unknown
}
declare const window: PageWindow
declare const performance: { now(): number }
declare const AudioNode: { prototype: PageAudioNode }
declare const AudioDestinationNode: new () => object
declare const AudioWorkletNode: new (
  context: PageAudioContext,
  name: string,
  options: object,
) => { port: { onmessage: ((event: { data: { at: number; isSound: boolean } }) => void) | null } }

/** Taps whatever the page sends to its loudspeaker, and notes when silence turns into sound after a key. */
export function listenForSound(): void {
  const TAP = `registerProcessor('tap', class extends AudioWorkletProcessor {
    constructor() { super(); this.isSound = false; this.quiet = 0 }
    process([input]) {
      const channel = input[0]
      for (let index = 0; index < 128; index++) {
        const isSound = channel !== undefined && Math.abs(channel[index]) > 1e-4
        this.quiet = isSound ? 0 : this.quiet + 1
        const now = isSound || (this.isSound && this.quiet < 2400)
        if (now !== this.isSound) {
          this.isSound = now
          this.port.postMessage({ isSound: now, at: currentTime + index / sampleRate })
        }
      }
      return true
    }
  })`
  const bench: BenchSound = {
    keyAt: null,
    soundAt: null,
    lastSoundAt: 0,
    takeLatency() {
      if (bench.keyAt === null || bench.soundAt === null || bench.soundAt < bench.keyAt) return null
      const latency = bench.soundAt - bench.keyAt
      bench.keyAt = null
      return latency
    },
  }
  window.benchSound = bench
  window.addEventListener('keydown', (event) => (bench.keyAt = event.timeStamp), true)
  const tapped = new WeakSet<object>()
  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && !tapped.has(this)) {
      tapped.add(this)
      const { context } = this
      const url = `data:text/javascript,${encodeURIComponent(TAP)}`
      void context.audioWorklet.addModule(url).then(() => {
        const tap = new AudioWorkletNode(context, 'tap', { numberOfOutputs: 0 })
        connect.call(this, tap)
        tap.port.onmessage = ({ data }) => {
          const { contextTime, performanceTime } = context.getOutputTimestamp()
          const at = performanceTime + (data.at - contextTime) * 1000
          bench.lastSoundAt = data.isSound ? Infinity : performance.now()
          if (data.isSound) bench.soundAt = at
        }
      })
    }
    return connect.call(this, target, ...rest)
  }
}

/** Resolves when nothing has sounded for so many milliseconds. */
export async function waitForSilence(milliseconds: number): Promise<void> {
  while (!(performance.now() - window.benchSound.lastSoundAt > milliseconds))
    await new Promise((resolve) => setTimeout(resolve, 10))
}
