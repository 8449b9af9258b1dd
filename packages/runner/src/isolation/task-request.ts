import { pathToFileURL } from 'node:url'
import type { SharedCandles } from '../datasets/load-columns.ts'
import { frameHeader } from './frames.ts'
import type { SeriesHead, Task } from './messages.ts'
import type { UserModule } from './user-modules.ts'

export function placeOf({ file, isFolder, root }: UserModule): Pick<Task, 'module' | 'root'> {
  const url = pathToFileURL(root).href
  return { module: pathToFileURL(file).href, root: isFolder ? `${url}/` : url }
}

export function headOf({ interval, symbol, time }: SharedCandles): SeriesHead {
  return { symbol, interval, length: time.length }
}

/** What a process is sent. The columns go through the pipe as they lie in memory. */
export function* requestFor(task: Task, series: readonly SharedCandles[]): Iterable<Uint8Array> {
  const head = new TextEncoder().encode(JSON.stringify(task))
  yield frameHeader('message', head.length)
  yield head
  for (const { time, open, high, low, close, volume } of series) {
    yield frameHeader('bytes', time.byteLength * 6)
    for (const { buffer, byteOffset, byteLength } of [time, open, high, low, close, volume]) {
      yield Buffer.from(buffer, byteOffset, byteLength)
    }
  }
}
