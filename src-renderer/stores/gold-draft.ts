import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import {
  describeGoldRule,
  goldRule,
  type GoldRule,
  type LabelMap,
  type LabelMapEntry,
} from '#shared/domain/gold-rule.ts'
import { useStudioStore } from './studio.ts'

/** What holds in the library: the rule, and the map that is applied before it. */
interface HeldGold {
  rule: GoldRule
  map: LabelMap
}

/**
 * The gold rule and label map as a person is choosing them, not applied yet. It lasts as long as the window, whatever
 * screen is shown, until it is applied, reset, or another library is opened.
 */
export const useGoldDraftStore = defineStore('gold-draft', () => {
  const studio = useStudioStore()
  /** Null until it was read. */
  const held = shallowRef<HeldGold | null>(null)
  const kind = ref<GoldRule['kind']>('newest')
  /** Kept while another kind is chosen. */
  const rater = ref('')
  const otherwise = ref<GoldRule['otherwise']>('intended')
  const entries = shallowRef<LabelMapEntry[]>([])
  const mapName = ref('')
  const reason = ref('')

  /** Null while the choice is no rule: a rater without a name. */
  const rule = computed<GoldRule | null>(() => {
    const { data } = goldRule.safeParse({
      kind: kind.value,
      rater: kind.value === 'rater' ? rater.value : null,
      otherwise: otherwise.value,
    })
    return data ?? null
  })
  const isRuleNew = computed(
    () =>
      rule.value !== null &&
      held.value !== null &&
      describeGoldRule(rule.value) !== describeGoldRule(held.value.rule),
  )
  const isMapNew = computed(() => held.value !== null && !isSameMap(entries.value, held.value.map.entries))
  const isChanged = computed(() => isRuleNew.value || isMapNew.value)

  /**
   * Notes what holds now: what was not touched follows it, what was stays as it is.
   * @param someRater offered where the rule names no rater
   */
  function follow(now: HeldGold, someRater: string): void {
    const [keepsRule, keepsMap] = [isRuleNew.value, isMapNew.value]
    held.value = now
    if (!keepsRule) takeRule(now.rule, someRater)
    if (!keepsMap) takeMap(now.map)
  }

  /** Forgets what was not applied. */
  function reset(): void {
    reason.value = ''
    if (held.value === null) return
    takeRule(held.value.rule, rater.value)
    takeMap(held.value.map)
  }

  function takeRule(now: GoldRule, someRater: string): void {
    kind.value = now.kind
    rater.value = now.rater ?? someRater
    otherwise.value = now.otherwise
  }

  function takeMap({ name, entries: now }: LabelMap): void {
    entries.value = [...now]
    mapName.value = name
  }

  watch(
    () => studio.library?.path,
    () => {
      reset()
      held.value = null
    },
    { flush: 'sync' },
  )

  return {
    kind,
    rater,
    otherwise,
    entries,
    mapName,
    reason,
    held,
    rule,
    isRuleNew,
    isMapNew,
    isChanged,
    follow,
    reset,
  }
})

/** Do both say the same, in whatever order? */
export function isSameMap(a: readonly LabelMapEntry[], b: readonly LabelMapEntry[]): boolean {
  const text = (entries: readonly LabelMapEntry[]) =>
    JSON.stringify(entries.map(({ corpus, label, to }) => [corpus, label, to]).sort())
  return text(a) === text(b)
}
