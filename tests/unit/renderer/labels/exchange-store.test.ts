import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CallName } from '#shared/contract/contract.ts'
import { IMPORT_KINDS, type ImportPreview } from '#shared/domain/exchange.ts'
import { StudioError } from '#shared/errors.ts'
import { base64Of } from '#renderer/stores/base64.ts'
import { useExchangeStore } from '#renderer/stores/exchange.ts'
import { provideSession } from '#renderer/stores/session.ts'
import { useStudioStore } from '#renderer/stores/studio.ts'
import { kindsIn } from '#renderer/views/labels/exchange-words.ts'

type Answers = Partial<Record<CallName, (input: never) => unknown>>

/** A studio that answers these calls and notes what was asked. */
function provide(answers: Answers) {
  const asked: [name: CallName, input: unknown][] = []
  const client = {
    call: (name: CallName, input: unknown) => {
      asked.push([name, input])
      const answer = answers[name]
      return answer
        ? Promise.resolve(input).then((one) => answer(one as never))
        : Promise.reject(new Error(name))
    },
    on: () => () => {},
  }
  provideSession({ client, host: {} } as unknown as Parameters<typeof provideSession>[0])
  return asked
}

const totals = (part: Partial<ImportPreview['totals']>) =>
  ({ ...Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, 0])), ...part }) as ImportPreview['totals']
const PREVIEW: ImportPreview = {
  format: 'csv',
  name: 'a.csv',
  fileHash: 'f',
  planHash: 'p',
  totals: totals({ new: 2, changed: 1, conflict: 4 }),
  tracks: [{ track: 'ann', lines: 7 }],
  lines: [],
}
const SEND = ({ uploadId }: { uploadId: string | null }) => ({ uploadId: uploadId ?? 'u1' })
const CHANGE = {
  changeSetId: 3,
  labelRevision: 9,
  clipIds: [1, 2],
  summary: 'labels read from a.csv on 2 clips',
}

beforeEach(() => setActivePinia(createPinia()))

describe('files that were chosen', () => {
  it('are sent in parts, and what they would change is looked at; nothing is changed', async () => {
    const asked = provide({ 'exchange.send': SEND, 'exchange.preview': () => PREVIEW })
    const store = useExchangeStore()
    const large = new Uint8Array(2 * 1024 * 1024 + 3).fill(65)
    await store.choose([new File([large], 'a.csv'), new File([''], 'empty.csv')])
    const sent = asked
      .filter(([name]) => name === 'exchange.send')
      .map(([, input]) => input as { uploadId: string | null; name: string; base64: string })
    expect(sent.map(({ uploadId, name, base64 }) => [uploadId, name, base64.length])).toEqual([
      [null, 'a.csv', Math.ceil((2 * 1024 * 1024) / 3) * 4],
      ['u1', 'a.csv', 4],
      ['u1', 'empty.csv', 0],
    ])
    expect(asked.at(-1)).toEqual([
      'exchange.preview',
      {
        source: { uploadId: 'u1' },
        options: { rater: null, tracks: null, newLabels: false, overNewer: false, asGold: false },
      },
    ])
    expect(store.preview).toEqual(PREVIEW)
    expect(store.changeCount).toBe(3)
    expect(asked.some(([name]) => name === 'exchange.apply')).toBe(false)
  })

  it('that cannot be read leave the reason and nothing to apply', async () => {
    const refusal = new StudioError('unreadable', 'a.csv is no text')
    provide({
      'exchange.send': SEND,
      'exchange.preview': () => {
        throw refusal
      },
    })
    const store = useExchangeStore()
    await store.choose([new File(['x'], 'a.csv')])
    expect(store.importError).toBe(refusal)
    expect(store.isReading).toBe(false)
    expect(await store.apply('')).toBe(false)
  })

  it('are applied as they were seen; what was imported is told, and looked at again once it is undone', async () => {
    const asked = provide({
      'exchange.send': SEND,
      'exchange.preview': () => PREVIEW,
      'exchange.apply': () => CHANGE,
      'labels.undoChangeSets': () => ({ ...CHANGE, summary: 'undo: labels read from a.csv on 2 clips' }),
      'exchange.tracks': () => ['intended', 'ann'],
    })
    const store = useExchangeStore()
    await store.choose([new File(['x'], 'a.csv')])
    store.options.rater = ' ann '
    expect(await store.apply(' second look ')).toBe(true)
    const applied = asked.find(([name]) => name === 'exchange.apply')?.[1]
    expect(applied).toMatchObject({
      options: { rater: 'ann' },
      seen: { fileHash: 'f', planHash: 'p' },
      reason: 'second look',
    })
    const looks = () => asked.filter(([name]) => name === 'exchange.preview').length
    expect(store.imported).toEqual(CHANGE)
    expect(looks()).toBe(1)
    await store.undo()
    expect(asked.find(([name]) => name === 'labels.undoChangeSets')?.[1]).toMatchObject({ changeSetIds: [3] })
    expect(store.imported).toBeNull()
    expect(looks()).toBe(2)
    expect(store.tracks).toEqual(['intended', 'ann'])
  })

  it('give way to those that are chosen after them', async () => {
    let later: Promise<void> | null = null
    provide({
      'exchange.send': ({ name }: { name: string }) => ({ uploadId: name }),
      'exchange.preview': async ({ source }: { source: { uploadId: string } }) => {
        // while the first is looked at, the person chooses again
        if (source.uploadId === 'a.csv') await (later = store.choose([new File(['y'], 'b.csv')]))
        return { ...PREVIEW, name: source.uploadId }
      },
    })
    const store = useExchangeStore()
    await store.choose([new File(['x'], 'a.csv')])
    await later
    expect(store.preview?.name).toBe('b.csv')
  })
})

it('an export is followed as a job', async () => {
  provide({
    'exchange.export': () => ({ jobId: 'j1', name: 'labels-1.csv', path: '/x/exports/labels-1.csv' }),
  })
  const store = useExchangeStore()
  await store.startExport({ format: 'csv', filter: {}, tracks: null })
  expect(store.exportJob).toBeNull()
  const job = { id: 'j1', kind: 'export', title: '', doneCount: 1, totalCount: 1, secondsLeft: null } as const
  useStudioStore().jobs.push({ ...job, state: 'done', message: '3 labels' })
  expect(store.exportJob?.message).toBe('3 labels')
})

it('the kinds of lines that are there are listed, written ones first', () => {
  expect(kindsIn(totals({ bad: 1, unchanged: 2, changed: 3 }))).toEqual(['changed', 'unchanged', 'bad'])
})

it('bytes become Base64, however many', () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 256)
  expect(Uint8Array.from(atob(base64Of(bytes)), (sign) => sign.charCodeAt(0))).toEqual(bytes)
})
