import { trainerOrder, type TrainerOrder, type TrainerReport } from '#shared/contract/trainer-messages.ts'
import { detailOf, messageOf, StudioError } from '#shared/errors.ts'
import type { ReadFeatureRows } from './feature-table.ts'
import { predictClips } from './predict-clips.ts'
import type { StudioChannel } from './studio-channel.ts'
import { trainRun } from './train-run.ts'

/**
 * Answers the studio's orders in the trainer process: one `start` or `predict`, and `cancel` at any time. Ends the process
 * with 0 after `done`, `predicted` or `cancelled`, with 1 after `failed`.
 * @param exit for tests; default process.exit
 */
export function answerOrders(
  channel: StudioChannel,
  readFeatureRows: ReadFeatureRows,
  exit: (code: number) => void = (code) => process.exit(code),
): void {
  const cancelling = new AbortController()
  let isBusy = false

  const obey = async (order: Exclude<TrainerOrder, { type: 'cancel' }>): Promise<void> => {
    if (order.type === 'predict') {
      await channel.send(await predictClips({ ...order, readFeatureRows }))
      return
    }
    const { runFolder, featuresFolder, isResumed, devices } = order
    const sent: Promise<void>[] = []
    const report = (message: TrainerReport) => void sent.push(channel.send(message))
    await trainRun({
      runFolder,
      featuresFolder,
      isResumed,
      devices,
      report,
      signal: cancelling.signal,
      readFeatureRows,
    })
    await Promise.all(sent)
  }

  channel.onMessage((message) => {
    const order = trainerOrder.safeParse(message)
    if (!order.success) {
      void channel
        .send(failure(new StudioError('invalid', 'The trainer does not know this order.')))
        .then(() => exit(1))
    } else if (order.data.type === 'cancel') {
      cancelling.abort()
    } else if (!isBusy) {
      isBusy = true
      obey(order.data).then(
        () => exit(0),
        (error: unknown) => fail(channel, error).then(exit),
      )
    }
  })
}

/** Reports the end that an error means. @returns the exit code */
async function fail(channel: StudioChannel, error: unknown): Promise<number> {
  if (error instanceof StudioError && error.code === 'cancelled') {
    await channel.send({ type: 'cancelled' })
    return 0
  }
  if (!(error instanceof StudioError) && error instanceof Error)
    await channel.send({ type: 'logged', line: detailOf(error) })
  await channel.send(failure(error))
  return 1
}

function failure(error: unknown): TrainerReport {
  const code = error instanceof StudioError ? error.code : 'internal'
  return { type: 'failed', code, message: messageOf(error) }
}
