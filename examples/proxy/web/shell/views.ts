import type { ComponentType } from 'preact'
import type { RouteName } from '../routes.ts'

type ViewModule = { readonly default: ComponentType }

/** Each view is a chunk of its own, with its words and its styles. */
export const VIEWS: Readonly<Record<RouteName, () => Promise<ViewModule>>> = {
  home: () => import('../home/view.tsx'),
  backtest: () => import('../backtest/view.tsx'),
  history: () => import('../backtest/history-view.tsx'),
  compare: () => import('../backtest/compare-view.tsx'),
  guardrails: () => import('../guardrails/view.tsx'),
  audit: () => import('../audit/view.tsx'),
}
