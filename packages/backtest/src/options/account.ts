import type { OptionsOf } from './option.ts'

export const ACCOUNT = {
  /** Quote currency at the start; a decimal above 0. Default 100000. */
  initialCash: { kind: 'decimal', above: 0, default: '100000', flag: 'cash', doc: 'Quote currency at the start' },
  /** Fee as a fraction of the traded value: 0.001 is 0.1 %; a decimal from 0 up to, not including, 1. Default 0.001. */
  feeRate: {
    kind: 'decimal',
    from: 0,
    below: 1,
    default: '0.001',
    flag: 'fee-rate',
    notWith: 'account.fees.tiers',
    doc: 'Fee as a fraction of the traded value: 0.001 is 0.1 %',
  },
  /** Fee of orders that rested in the book; a decimal from 0 up to, not including, 1. Default feeRate. */
  makerFeeRate: {
    kind: 'decimal',
    from: 0,
    below: 1,
    unset: 'feeRate',
    flag: 'maker-fee-rate',
    notWith: 'account.fees.tiers',
    doc: 'Fee of orders that rested in the book',
  },
  /** Fee of orders that took from the book; a decimal from 0 up to, not including, 1. Default feeRate. */
  takerFeeRate: {
    kind: 'decimal',
    from: 0,
    below: 1,
    unset: 'feeRate',
    flag: 'taker-fee-rate',
    notWith: 'account.fees.tiers',
    doc: 'Fee of orders that took from the book',
  },
  fees: {
    kind: 'group',
    of: {
      /** Fee rates by traded value of the trailing 30 days, in place of the account's rates. */
      tiers: {
        kind: 'list',
        most: 100,
        allowed: 'a list of 1 to 100 tiers, fromVolume starting at 0 and rising',
        doc: "Fee rates by traded value of the trailing 30 days, in place of the account's rates",
        of: {
          /** Quote currency traded in the trailing 30 days from which these rates hold; a decimal from 0. */
          fromVolume: {
            kind: 'decimal',
            from: 0,
            required: true,
            doc: 'Quote currency traded in the trailing 30 days from which these rates hold',
          },
          /** Fee of orders that rested in the book, as a fraction; a decimal from 0 up to, not including, 1. */
          makerFeeRate: {
            kind: 'decimal',
            from: 0,
            below: 1,
            required: true,
            doc: 'Fee of orders that rested in the book, as a fraction',
          },
          /** Fee of orders that took from the book, as a fraction; a decimal from 0 up to, not including, 1. */
          takerFeeRate: {
            kind: 'decimal',
            from: 0,
            below: 1,
            required: true,
            doc: 'Fee of orders that took from the book, as a fraction',
          },
        },
      },
      /** Quote currency per fill on top of the rate; a decimal from 0. Default 0. */
      fixed: { kind: 'decimal', from: 0, default: '0', panel: 7, doc: 'Quote currency per fill on top of the rate' },
      /** Quote currency that a fill pays at least; a decimal from 0. Default 0. */
      minimum: { kind: 'decimal', from: 0, default: '0', panel: 8, doc: 'Quote currency that a fill pays at least' },
      /** Whether a buy's rate is paid on top in quote currency or out of the base bought. Default quote. */
      currency: {
        kind: 'choice',
        choices: ['quote', 'base'],
        default: 'quote',
        doc: "Whether a buy's rate is paid on top in quote currency or out of the base bought",
      },
    },
  },
  /** A margin account can sell short and borrow. Default spot. */
  model: {
    kind: 'choice',
    choices: ['spot', 'margin'],
    default: 'spot',
    panel: 9,
    doc: 'A margin account can sell short and borrow',
  },
  /** One position for each symbol, or a long and a short one beside each other (margin only). Default netting. */
  positions: {
    kind: 'choice',
    choices: ['netting', 'hedging'],
    default: 'netting',
    onlyWith: { option: 'model', value: 'margin', otherwise: 'netting' },
    doc: 'One position for each symbol, or a long and a short one beside each other (margin only)',
  },
  /** Which lots a fill that reduces closes first. Default fifo. */
  lots: {
    kind: 'choice',
    choices: ['fifo', 'lifo', 'average'],
    default: 'fifo',
    doc: 'Which lots a fill that reduces closes first',
  },
  /** Exposure that one unit of equity carries (margin only); a decimal from 1 to 1000. Default 1. */
  leverage: {
    kind: 'decimal',
    from: 1,
    to: 1000,
    default: '1',
    panel: 10,
    onlyWith: { option: 'model', value: 'margin', otherwise: '1' },
    doc: 'Exposure that one unit of equity carries (margin only)',
  },
  /** Equity, as a fraction of the exposure, below which positions are liquidated (margin only); a decimal from 0 up to, not including, 1. Default half of 1 / leverage. */
  maintenanceMarginRate: {
    kind: 'decimal',
    from: 0,
    below: 1,
    unset: 'half of 1 / leverage',
    onlyWith: { option: 'model', value: 'margin', otherwise: '0' },
    doc: 'Equity, as a fraction of the exposure, below which positions are liquidated (margin only)',
  },
  /** Interest on borrowed cash and on the value of shorts, a year, as a fraction (margin only); a decimal from 0 to 10. Default 0. */
  borrowRate: {
    kind: 'decimal',
    from: 0,
    to: 10,
    default: '0',
    onlyWith: { option: 'model', value: 'margin', otherwise: '0' },
    doc: 'Interest on borrowed cash and on the value of shorts, a year, as a fraction (margin only)',
  },
} as const

/** Fee rates from one traded value upwards. */
export interface FeeTierOptions extends OptionsOf<(typeof ACCOUNT)['fees']['of']['tiers']['of']> {}

/** Fees beyond one rate. A fill pays the dearer of `value × rate + fixed` and `minimum`, exactly and never rounded. */
export interface FeeOptions extends OptionsOf<(typeof ACCOUNT)['fees']['of']> {
  /** Fee rates by traded value of the trailing 30 days, in place of the account's rates. */
  readonly tiers?: readonly FeeTierOptions[] | undefined
}

export interface AccountOptions extends OptionsOf<typeof ACCOUNT> {
  /** Tiers, a fixed part, a minimum; see {@link FeeOptions}. */
  readonly fees?: FeeOptions | undefined
}

export type AccountModel = (typeof ACCOUNT)['model']['choices'][number]
export type Positions = (typeof ACCOUNT)['positions']['choices'][number]
/** Which lots a fill that reduces closes first. */
export type LotMethod = (typeof ACCOUNT)['lots']['choices'][number]
export type FeeCurrency = (typeof ACCOUNT)['fees']['of']['currency']['choices'][number]
