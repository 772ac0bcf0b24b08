/** Finds what begins within a span of time, without looking at everything for each span. */
export function byStart<T>(
  items: readonly T[],
  startOf: (item: T) => number | null,
): (from: number | null, until: number | null) => readonly T[] {
  const sorted = items
    .flatMap((item) => {
      const start = startOf(item);
      return start === null ? [] : [{ item, start }];
    })
    .sort((a, b) => a.start - b.start);
  const firstFrom = (time: number) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.start < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (from, until) =>
    from === null || until === null ? [] : sorted.slice(firstFrom(from), firstFrom(until)).map(({ item }) => item);
}
