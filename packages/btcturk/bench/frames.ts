// Reads frames to exact values and holds the time to that of plain JSON.parse on the same bytes, in turns in one process:
// node --conditions=@tezgah/source packages/btcturk/bench/frames.ts
import { performance } from 'node:perf_hooks'
import { readFrame } from '../src/stream/frames/read-frame.ts'

const ROUNDS = 15

const ticker =
  '[402,{"B":"86689","A":"86699","BA":"0.00863785","AA":"0.00288357","PS":"BTCUSDT","H":"86800","L":"85148",' +
  '"LA":"86766","O":"85459","V":"16.43392495","AV":"86078.604090120000","D":"1240","DP":"1.53","DS":"USDT","NS":"BTC",' +
  '"PId":19,"channel":"ticker","event":"BTCUSDT","type":402}]'

function bookFrame(levels: number): string {
  const side = (from: number, step: number) =>
    Array.from({ length: levels }, (_, index) => ({
      A: `${index % 7}.${String(1 + ((index * 7_919_993) % 99_999_999)).padStart(8, '0')}`.replace(/0+$/, ''),
      P: `${from + index * step}`,
    }))
  const payload = { CS: 3999242, PS: 'BTCTRY', AO: side(3_780_992, 7), BO: side(3_780_900, -5) }
  return JSON.stringify([431, { ...payload, channel: 'obdiff', event: 'BTCTRY', type: 431 }])
}

const change =
  '[432,{"CS":4008255,"PS":"ETHUSDT","AO":[{"CP":1,"P":"2769","A":"1.98627663"},{"CP":3,"P":"2769.6","A":"1.98584633"},' +
  '{"CP":0,"P":"2770.3","A":"0.400488"}],"BO":[{"CP":3,"P":"2765.9","A":"2.86453815"},{"CP":1,"P":"2531.9",' +
  '"A":"0.00789131"}],"channel":"obdiff","event":"ETHUSDT","type":432}]'

type Reader = readonly [name: string, read: (text: string) => unknown]

const READERS: readonly Reader[] = [
  ['JSON.parse', JSON.parse],
  ['readFrame', readFrame],
]

/** Frames a second in one round. `bytes` is decoded anew each time, as a socket does: one text read twice would be flattered by caches. */
function rate(read: Reader[1], bytes: Buffer, count: number): number {
  let seen = 0
  const start = performance.now()
  for (let index = 0; index < count; index++) {
    if (read(bytes.toString('latin1')) !== null) seen++
  }
  if (seen !== count) throw new Error('a frame was not read')
  return (count / (performance.now() - start)) * 1000
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

for (const [name, text, count] of [
  ['ticker', ticker, 60_000],
  ['book of 2 × 300 levels', bookFrame(300), 1_000],
  ['five changes of a book', change, 60_000],
] as const) {
  const bytes = Buffer.from(text)
  const rates = READERS.map((): number[] => [])
  for (let round = -4; round < ROUNDS; round++) {
    READERS.forEach(([, read], index) => {
      const measured = rate(read, bytes, count)
      if (round >= 0) rates[index]!.push(measured)
    })
  }
  READERS.forEach(([reader], index) => {
    const sorted = rates[index]!.toSorted((a, b) => a - b)
    const row = {
      name: `${name}, ${reader}`,
      unit: 'frames',
      median: median(sorted),
      slowest: sorted[0],
      fastest: sorted.at(-1),
    }
    console.log(JSON.stringify(row))
  })
  const ratio = median(rates[0]!.map((plain, round) => plain / rates[1]![round]!))
  console.log(JSON.stringify({ name: `${name}, time of readFrame to JSON.parse`, unit: 'ratio', median: ratio }))
}
