import { ACTIVE, type LogFiles } from './honest-log.ts'
import type { Random } from './random.ts'
import { EDITS, rewrite, rewriteEverything } from './rewrite.ts'

type Tamper = (log: LogFiles, random: Random) => LogFiles

/** Changes of a log, from a single bit to records written anew with hashes that fit; some of them change nothing. */
export const TAMPERS: Readonly<Record<string, Tamper>> = {
  nothing: (log) => log,
  'a bit flipped': bytesOf((bytes, random) => {
    const changed = Uint8Array.from(bytes)
    if (bytes.length > 0) changed[random.below(bytes.length)]! ^= 1 << random.below(8)
    return changed
  }),
  'a byte removed': bytesOf((bytes, random) => splice(bytes, random.below(bytes.length + 1), 1)),
  'a byte inserted': bytesOf((bytes, random) =>
    splice(
      bytes,
      random.below(bytes.length + 1),
      0,
      Uint8Array.of(random.pick([0, 10, 13, 32, 34, 44, 125, 255, 120])),
    ),
  ),
  'a file cut': bytesOf((bytes, random) => bytes.slice(0, random.below(bytes.length + 1))),
  'the beginning of a file cut': bytesOf((bytes, random) => bytes.slice(random.below(bytes.length + 1))),
  'a line removed': linesOf((lines, random) => lines.toSpliced(random.below(lines.length), 1)),
  'a line given twice': linesOf((lines, random) => {
    const at = random.below(lines.length)
    return lines.toSpliced(at, 0, lines[at]!)
  }),
  'two lines swapped': linesOf((lines, random) => {
    const [left, right] = [random.below(lines.length), random.below(lines.length)]
    return lines.with(left, lines[right]!).with(right, lines[left]!)
  }),
  'a line moved to another file': (log, random) => {
    const line = random.pick(splitLines(log.files.get(random.pick([...log.files.keys()]))!))
    return linesOf((lines) => lines.toSpliced(random.below(lines.length + 1), 0, line))(log, random)
  },
  'NULs at the end': bytesOf((bytes, random) =>
    splice(bytes, bytes.length, 0, new Uint8Array(1 + random.below(70_000))),
  ),
  'NULs and text at the end': bytesOf((bytes) => splice(bytes, bytes.length, 0, Buffer.from('\0\0{"action":"'))),
  'half a line at the end': bytesOf((bytes, random) => {
    const line = splitLines(bytes)[0] ?? Buffer.from('{"action":"x"}')
    return splice(bytes, bytes.length, 0, line.slice(0, random.below(line.length)))
  }),
  'text at the end': bytesOf((bytes, random) =>
    splice(
      bytes,
      bytes.length,
      0,
      Buffer.from(random.pick(['#', '{"action":"a\tb', '{}', ' ', '\n', '{"action":"\ufffd', '{"a'])),
    ),
  ),
  'the last line feed replaced': bytesOf((bytes, random) =>
    splice(bytes, bytes.length - 1, 1, Uint8Array.of(random.pick([125, 0, 13, 32]))),
  ),
  'a long line at the end': bytesOf((bytes, random) =>
    splice(bytes, bytes.length, 0, Buffer.from(`{"action":"${'x'.repeat(65_520 + random.below(10))}`)),
  ),
  'a file removed': ({ files, pins }, random) => {
    const removed = random.pick([...files.keys()])
    const rest = new Map([...files].filter(([name]) => name !== removed))
    return { files: rest.size === 0 ? new Map([[ACTIVE, new Uint8Array()]]) : rest, pins }
  },
  'a file emptied': bytesOf(() => new Uint8Array()),
  'two files exchanged': ({ files, pins }, random) => {
    const [left, right] = [random.pick([...files.keys()]), random.pick([...files.keys()])]
    return { files: new Map(files).set(left, files.get(right)!).set(right, files.get(left)!), pins }
  },
  'a record written anew, and all that follows': rewriteEverything,
  ...Object.fromEntries(
    Object.entries(EDITS).map(([name, edit]): [string, Tamper] => [name, (log, random) => rewrite(log, random, edit)]),
  ),
}

function bytesOf(change: (bytes: Uint8Array, random: Random) => Uint8Array): Tamper {
  return ({ files, pins }, random) => {
    const name = random.pick([...files.keys()])
    return { files: new Map(files).set(name, change(files.get(name)!, random)), pins }
  }
}

function linesOf(change: (lines: readonly Uint8Array[], random: Random) => readonly Uint8Array[]): Tamper {
  return bytesOf((bytes, random) => {
    const lines = splitLines(bytes)
    return lines.length === 0 ? bytes : Buffer.concat(change(lines, random))
  })
}

function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array = new Uint8Array()): Uint8Array {
  return Buffer.concat([bytes.subarray(0, Math.max(at, 0)), added, bytes.subarray(Math.max(at, 0) + removed)])
}

/** With their line feeds. */
export function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start) < 0 ? bytes.length : bytes.indexOf(10, start) + 1
    lines.push(bytes.slice(start, end))
    start = end
  }
  return lines
}
