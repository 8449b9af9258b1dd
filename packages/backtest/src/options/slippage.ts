export const SLIPPAGE = {
  kind: 'variant',
  tag: 'model',
  doc: 'How much worse than the quoted price a fill is',
  unset: 'none',
  variants: {
    none: { kind: 'group', of: {} },
    fixed: {
      kind: 'group',
      of: {
        /** Quote currency for each base unit; a decimal from 0. */
        amount: { kind: 'decimal', from: 0, required: true, doc: 'Quote currency for each base unit' },
      },
    },
    basisPoints: {
      kind: 'group',
      of: {
        /** Hundredths of a percent of the price; a decimal from 0 up to, not including, 10000. */
        bps: { kind: 'decimal', from: 0, below: 10000, required: true, doc: 'Hundredths of a percent of the price' },
      },
    },
    ticks: {
      kind: 'group',
      of: {
        /** Whole steps of the symbol's tick, which its rules must give; a whole number from 0 to 1000000. */
        ticks: {
          kind: 'integer',
          from: 0,
          to: 1000000,
          required: true,
          doc: "Whole steps of the symbol's tick, which its rules must give",
        },
      },
    },
    halfSpread: {
      kind: 'group',
      exactlyOne: true,
      of: {
        /** Spread between bid and ask in quote currency; this or spreadBps; a decimal from 0. */
        spread: { kind: 'decimal', from: 0, doc: 'Spread between bid and ask in quote currency; this or spreadBps' },
        /** Spread in hundredths of a percent of the price; a decimal from 0 up to, not including, 10000. */
        spreadBps: { kind: 'decimal', from: 0, below: 10000, doc: 'Spread in hundredths of a percent of the price' },
      },
    },
    volumeShare: {
      kind: 'group',
      of: {
        /** Impact, as a fraction of the price, of an order as large as the candle’s volume; a decimal from 0 to 100. Default 0.1. */
        coefficient: {
          kind: 'decimal',
          from: 0,
          to: 100,
          default: '0.1',
          doc: 'Impact, as a fraction of the price, of an order as large as the candle’s volume',
        },
        /** Largest impact, as a fraction of the price, and that of a candle without volume; a decimal from 0 up to, not including, 1. Default 0.1. */
        maximum: {
          kind: 'decimal',
          from: 0,
          below: 1,
          default: '0.1',
          doc: 'Largest impact, as a fraction of the price, and that of a candle without volume',
        },
      },
    },
  },
} as const
