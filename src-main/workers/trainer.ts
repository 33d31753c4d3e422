import { readFeatureRows } from '#main/features/feature-cache.ts'
import { answerOrders } from '#main/training/trainer/answer-orders.ts'
import { openStudioChannel } from '#main/training/trainer/studio-channel.ts'

answerOrders(openStudioChannel(), readFeatureRows)
