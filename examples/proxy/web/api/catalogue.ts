import {
  type Fields,
  readFields,
  readList,
  readNumbers,
  readOptionalNumber,
  readOptionalText,
  readText,
} from './read.ts'

/** What can be run. */
export type Strategy = {
  readonly name: string
  readonly description: string | null
  /** JSON Schema of its parameters. */
  readonly params: Fields
}

/** What it can be run on. */
export type Dataset = {
  readonly id: string
  readonly title: string
  readonly symbol: string
  readonly interval: string
  /** Epoch ms of the first and last candle, where known. */
  readonly from: number | null
  readonly to: number | null
  readonly candleCount: number | null
  /** Generated rather than traded: said wherever the dataset appears. */
  readonly synthetic: boolean
  readonly source: string | null
  readonly licence: string | null
}

/** Candles in columns, times in epoch ms, oldest first. */
export type Candles = {
  readonly time: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  /** More candles follow the last one of these. */
  readonly truncated: boolean
}

function readStrategy(value: unknown, where: string): Strategy {
  const fields = readFields(value, where)
  return {
    name: readText(fields['name'], `${where}.name`),
    description: readOptionalText(fields['description'], `${where}.description`),
    params: readFields(fields['params'], `${where}.params`),
  }
}

function readDataset(value: unknown, where: string): Dataset {
  const fields = readFields(value, where)
  const id = readText(fields['id'], `${where}.id`)
  return {
    id,
    title: readOptionalText(fields['title'], `${where}.title`) ?? id,
    symbol: readText(fields['symbol'], `${where}.symbol`),
    interval: readText(fields['interval'], `${where}.interval`),
    from: readOptionalNumber(fields['from'], `${where}.from`),
    to: readOptionalNumber(fields['to'], `${where}.to`),
    candleCount: readOptionalNumber(fields['candleCount'], `${where}.candleCount`),
    synthetic: fields['synthetic'] === true,
    source: readOptionalText(fields['source'], `${where}.source`),
    licence: readOptionalText(fields['licence'], `${where}.licence`),
  }
}

/** A list with what the executor runs when nothing is chosen. */
export type Catalogue<T> = { readonly items: readonly T[]; readonly preferred: string | null }

export function readStrategies(value: unknown): Catalogue<Strategy> {
  const fields = readFields(value, 'strategies answer')
  return {
    items: readList(fields['strategies'], 'strategies', readStrategy),
    preferred: readOptionalText(fields['default'], 'default'),
  }
}

export function readDatasets(value: unknown): Catalogue<Dataset> {
  const fields = readFields(value, 'datasets answer')
  return {
    items: readList(fields['datasets'], 'datasets', readDataset),
    preferred: readOptionalText(fields['default'], 'default'),
  }
}

export const readDatasetAnswer = (value: unknown): Dataset => readDataset(value, 'dataset')

export function readCandles(value: unknown): Candles {
  const fields = readFields(value, 'candles')
  const column = (name: string): readonly number[] => readNumbers(fields[name], name)
  return {
    time: column('time'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    truncated: fields['truncated'] === true,
  }
}
