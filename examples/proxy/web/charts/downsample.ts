/** Indexes to draw so that `count` points become at most about `most`, keeping each stretch's lowest and highest. */
export function downsample(values: readonly number[], most: number): readonly number[] {
  const count = values.length
  if (count <= most) return values.map((_, index) => index)
  const stretches = Math.max(1, Math.floor(most / 2))
  const kept = new Set([0, count - 1])
  for (let stretch = 0; stretch < stretches; stretch++) {
    const start = Math.floor((stretch * count) / stretches)
    const end = Math.floor(((stretch + 1) * count) / stretches)
    let [low, high] = [start, start]
    for (let index = start; index < end; index++) {
      if ((values[index] ?? 0) < (values[low] ?? 0)) low = index
      if ((values[index] ?? 0) > (values[high] ?? 0)) high = index
    }
    kept.add(low).add(high)
  }
  return [...kept].sort((a, b) => a - b)
}
