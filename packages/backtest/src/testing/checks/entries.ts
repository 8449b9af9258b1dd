import { describeValue } from '@tezgah/core/describe'
import * as z from 'zod'
import { SIZE_KINDS } from '../../orders/terms.ts'
import { backtestResultSchema } from '../../result/result-schema.ts'
import type { BacktestResult, FillReport, OrderReport, TradeReport } from '../../result/result-types.ts'
import { positionsAfter } from '../position.ts'
import { type TextTable, textTable } from '../text-table.ts'
import type { Entry, Expected } from './pattern.ts'

/** What can be checked: the outcome of a scenario, or the result of any other backtest. */
export type Ran = Pick<BacktestResult, 'orders' | 'fills' | 'trades' | 'account'>

type SizeKind = NonNullable<OrderReport['size']>['kind']

type FieldsOf<Report> = { readonly [Field in keyof Report]?: Expected<Report[Field]> }

/**
 * An order by some of its fields: those of the result's `orders`, `at` (the candle at whose close it was placed), and its
 * size as the strategy wrote it, such as `percentOfEquity: 100`.
 */
export type OrderPattern = FieldsOf<OrderReport & { readonly at: number }> & {
  readonly [Kind in SizeKind]?: Expected<string>
}

/** A fill by some of its fields: those of the result's `fills`, `at` (the candle it happened in), and the `tag` of its order. */
export type FillPattern = FieldsOf<FillReport & { readonly at: number; readonly tag: string | null }>

/** A trade by some of its fields, as in the result's `trades`. */
export type TradePattern = FieldsOf<TradeReport>

/** One of the lists of a result. */
export interface EntryKind {
  readonly one: 'order' | 'fill' | 'trade'
  readonly many: 'orders' | 'fills' | 'trades'
  entries(ran: Ran): readonly Entry[]
  /** Fields that a pattern may name. */
  fields(entries: readonly Entry[]): readonly string[]
  table(ran: Ran, entries: readonly Entry[], around: number): string
}

export const ORDERS: EntryKind = {
  one: 'order',
  many: 'orders',
  entries: ({ orders }) =>
    orders.map((order) => ({
      ...order,
      at: order.createdIndex,
      ...(order.size === null ? {} : { [order.size.kind]: order.size.value }),
    })),
  fields: (entries) => fieldsOf('orders', ['at', ...SIZE_KINDS], entries),
  table: ({ orders }, entries, around) =>
    tableOf('orders', entries, around, {
      at: 'at',
      side: 'side',
      type: 'type',
      size: ({ size }) => (size === null ? null : `${(size as Size).kind} ${(size as Size).value}`),
      limitPrice: 'limitPrice',
      stopPrice: 'stopPrice',
      status: 'status',
      reason: 'reason',
      ...(orders.some(({ status }) => status === 'refused') ? { observed: 'observed', limit: 'limit' } : {}),
      closed: 'closedIndex',
      tag: 'tag',
    }),
}

export const FILLS: EntryKind = {
  one: 'fill',
  many: 'fills',
  entries: ({ fills, orders }) => {
    const tags = new Map(orders.map(({ id, tag }) => [id, tag]))
    return fills.map((fill) => ({ ...fill, at: fill.index, tag: tags.get(fill.orderId) ?? null }))
  },
  fields: (entries) => fieldsOf('fills', ['at', 'tag'], entries),
  table: ({ fills }, entries, around) => {
    const positions = positionsAfter(fills)
    return tableOf('fills', entries, around, {
      at: 'at',
      side: 'side',
      quantity: 'quantity',
      price: 'price',
      fee: 'fee',
      reason: 'reason',
      tag: 'tag',
      position: (_, row) => positions[row]!,
    })
  },
}

export const TRADES: EntryKind = {
  one: 'trade',
  many: 'trades',
  entries: ({ trades }) => trades.map((trade) => ({ ...trade })),
  fields: (entries) => fieldsOf('trades', [], entries),
  table: (_, entries, around) =>
    tableOf('trades', entries, around, {
      side: 'side',
      quantity: 'quantity',
      entryIndex: 'entryIndex',
      entryPrice: 'entryPrice',
      exitIndex: 'exitIndex',
      exitPrice: 'exitPrice',
      profit: 'profit',
      exitReason: 'exitReason',
    }),
}

type Size = { readonly kind: string; readonly value: string }
type Column = string | ((entry: Entry, row: number) => unknown)

function tableOf(
  title: string,
  entries: readonly Entry[],
  around: number,
  columns: Readonly<Record<string, Column>>,
): string {
  const rows = entries.map((entry, row) =>
    Object.values(columns).map((column) => cell(typeof column === 'string' ? entry[column] : column(entry, row))),
  )
  return textTable({ title, columns: Object.keys(columns), rows, around } satisfies TextTable)
}

function cell(value: unknown): string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number' ? value : describeValue(value)
}

type JsonSchema = { readonly properties?: Readonly<Record<string, { readonly items?: JsonSchema }>> }

let schema: JsonSchema | undefined

/** The published form of the result knows every field, also where a run has no entry to look at. */
function fieldsOf(list: EntryKind['many'], more: readonly string[], entries: readonly Entry[]): string[] {
  schema ??= z.toJSONSchema(backtestResultSchema, { unrepresentable: 'any' }) as JsonSchema
  const published = Object.keys(schema.properties?.[list]?.items?.properties ?? {})
  return [...new Set([...more, ...published, ...Object.keys(entries[0] ?? {})])]
}

/** @throws TypeError unless `value` is what a run left behind */
export function checkRan(value: unknown): asserts value is Ran {
  const ran = value as Partial<Ran> | null | undefined
  if (Array.isArray(ran?.orders) && Array.isArray(ran.fills) && Array.isArray(ran.trades)) return
  const wanted = 'what scenario(…).given(…).run() or backtest(…) returned'
  throw new TypeError(`expected ${wanted}, received ${describeValue(value)}`)
}
