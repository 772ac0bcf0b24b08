/** Figures as every rendering writes them. */
import type { Metric } from '../evaluation.js';

/** Shares with two decimals, points with one, calls as they are; a dash where nothing could be measured. */
export function figureText(value: number | null, unit: Metric['unit']): string {
  if (value === null) return '-';
  return unit === 'calls' ? String(value) : value.toFixed(unit === 'share' ? 2 : 1);
}

export const metricText = ({ value, unit }: Metric): string => figureText(value, unit);

export function intervalText({ interval, unit }: Metric): string {
  return interval === null ? '' : `${figureText(interval.low, unit)}..${figureText(interval.high, unit)}`;
}
