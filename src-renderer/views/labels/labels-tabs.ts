import type { Component } from 'vue'
import AgreementTab from './AgreementTab.vue'
import ExchangeTab from './ExchangeTab.vue'
import GoldTab from './GoldTab.vue'
import HistoryTab from './HistoryTab.vue'

export interface LabelsTab {
  /** Last part of the address, such as `/labels/history`. */
  name: string
  title: string
  component: Component
}

/** Parts of the labels screen, left to right; the first is shown where the address names none. */
export const LABELS_TABS: readonly LabelsTab[] = [
  { name: 'history', title: 'History', component: HistoryTab },
  { name: 'agreement', title: 'Agreement', component: AgreementTab },
  { name: 'gold', title: 'Gold rule and label map', component: GoldTab },
  { name: 'exchange', title: 'Import and export', component: ExchangeTab },
]
