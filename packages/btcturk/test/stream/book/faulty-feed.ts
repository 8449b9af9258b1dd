import { SourceBook, type SourceVersion } from './source-book.ts'

export const FAULTS = ['dropped', 'duplicated', 'reordered', 'malformed', 'staleSnapshot', 'crossed'] as const
export type Fault = (typeof FAULTS)[number]

/** Versions kept to compare with and to send late. */
const KEPT = 64
/** Differences between asking for a snapshot and getting one. */
const SNAPSHOT_DELAY = 2

/** Sends the differences of a source book over a bad line: each is hit with the chance `faultRate`, by one fault at random. */
export class FaultyFeed {
  readonly source: SourceBook
  readonly faults: Record<Fault, number> = {
    dropped: 0,
    duplicated: 0,
    reordered: 0,
    malformed: 0,
    staleSnapshot: 0,
    crossed: 0,
  }
  readonly #random: () => number
  readonly #faultRate: number
  readonly #versions: SourceVersion[] = []
  #held: string | null = null
  #snapshotIn = 0

  constructor(random: () => number, faultRate: number) {
    this.#random = random
    this.#faultRate = faultRate
    this.source = new SourceBook('BTCTRY', random)
    this.#keep()
  }

  /** What the source showed at that change set; `undefined` where that is long ago or never was. */
  version(changeSet: number): SourceVersion | undefined {
    return this.#versions.find((version) => version.changeSet === changeSet)
  }

  join(): void {
    this.#snapshotIn = SNAPSHOT_DELAY
  }

  /** One step of the source: the frames that reach the client, in order. */
  step(): string[] {
    const frame = this.source.step()
    this.#keep()
    const frames = this.#spoil(frame)
    if (this.#snapshotIn > 0 && --this.#snapshotIn === 0) frames.push(this.#snapshot())
    return frames
  }

  #keep(): void {
    this.#versions.push(this.source.version)
    if (this.#versions.length > KEPT) this.#versions.shift()
  }

  #spoil(frame: string): string[] {
    const held = this.#held === null ? [] : [this.#held]
    this.#held = null
    const fault = this.#random() < this.#faultRate ? this.#pick(FAULTS) : null
    if (fault !== null) this.faults[fault]++
    if (fault === 'dropped') return held
    if (fault === 'duplicated') return [frame, ...held, frame]
    if (fault === 'reordered') {
      this.#held = frame
      return held
    }
    if (fault === 'malformed') return [this.#damaged(frame), ...held]
    if (fault === 'staleSnapshot') return [frame, ...held, this.source.snapshot(this.#pick(this.#versions))]
    if (fault === 'crossed') return [this.#crossing(frame), ...held]
    return [frame, ...held]
  }

  /** An answer to a join is late as well now and then. */
  #snapshot(): string {
    const isStale = this.#random() < this.#faultRate
    if (isStale) this.faults.staleSnapshot++
    return this.source.snapshot(isStale ? this.#pick(this.#versions) : undefined)
  }

  #damaged(frame: string): string {
    const at = 1 + Math.floor(this.#random() * (frame.length - 1))
    return this.#pick([
      frame.slice(0, at),
      `${frame.slice(0, at)}\u0000${frame.slice(at)}`,
      frame
        .replace(/"CP":\d/, '"CP":7')
        .replace('"AO":[]', '"AO":{}')
        .replace('432,{', '432,['),
      frame.replace(/"A":"[^"]*"/g, '"A":"-1"').replace('"PS"', '"XX"'),
      frame.replace(/"CS":\d+/, '"CS":null'),
      '<html>502</html>',
      '',
    ])
  }

  /** The right number and a bid above every ask. */
  #crossing(frame: string): string {
    const bid = '{"CP":1,"P":"99999999","A":"1"}'
    return frame.replace(/"BO":\[(?=(.))/, (_, next) => `"BO":[${bid}${next === ']' ? '' : ','}`)
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!
  }
}
