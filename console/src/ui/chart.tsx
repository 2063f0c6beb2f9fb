import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** One line of a chart; absent values leave a gap. */
export interface ChartLine {
  readonly label: string;
  /** A variable of the style sheet. */
  readonly color: string;
  readonly values: ReadonlyArray<number | undefined>;
  readonly isDashed?: boolean;
}

interface ChartProps {
  /** ISO 8601. */
  readonly times: readonly string[];
  readonly lines: readonly ChartLine[];
  readonly format: (value: number) => string;
  /** The chart in a sentence, for those who do not see it. */
  readonly summary: string;
}

const height = 180;

/** Lines over time. The colours are those of the page, also after a change of the theme. */
export function Chart({ times, lines, format, summary }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let chart: uPlot | undefined;
    const draw = (): void => {
      chart?.destroy();
      chart = new uPlot(optionsOf(element.clientWidth, lines, format), dataOf(times, lines), element);
    };
    draw();
    const resized = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      themed.disconnect();
      scheme.removeEventListener('change', draw);
      chart?.destroy();
    };
  }, [times, lines, format]);
  return <div ref={place} class="chart" role="img" aria-label={summary} style={{ minHeight: height }} />;
}

const dataOf = (times: readonly string[], lines: readonly ChartLine[]): uPlot.AlignedData => [
  times.map((at) => Date.parse(at) / 1000),
  ...lines.map(({ values }) => values.map((value) => value ?? null)),
];

function optionsOf(width: number, lines: readonly ChartLine[], format: (value: number) => string): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colorOf = (name: string): string => style.getPropertyValue(name).trim();
  const axis = { stroke: colorOf('--quiet'), grid: { stroke: colorOf('--line'), width: 1 }, ticks: { show: false } };
  return {
    width,
    height,
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_chart, _min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [
      { ...axis, values: (_chart, ticks) => tickTexts(ticks) },
      { ...axis, size: 70, values: (_chart, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      ...lines.map(({ label, color, isDashed }) => ({
        label,
        stroke: colorOf(color),
        width: isDashed === true ? 1 : 2,
        ...(isDashed === true ? { dash: [5, 4] } : {}),
        points: { show: false },
      })),
    ],
  };
}

/** Times of an axis in UTC: the day where it begins, else the hour. */
const tickTexts = (seconds: readonly number[]): string[] =>
  seconds.map((at) => {
    const text = new Date(at * 1000).toISOString();
    return text.slice(11, 16) === '00:00' ? text.slice(5, 10) : text.slice(11, 16);
  });

/** The names of the lines with their colours. */
export const Legend = ({ lines }: { readonly lines: readonly ChartLine[] }) => (
  <ul class="legend">
    {lines.map(({ label, color, isDashed }) => (
      <li key={label}>
        <span aria-hidden="true" style={{ borderTop: `2px ${isDashed === true ? 'dashed' : 'solid'} var(${color})` }} />
        {label}
      </li>
    ))}
  </ul>
);

/** A small line without axes, for a row of a table. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  if (values.length < 2) return null;
  const [width, tall] = [96, 24];
  const most = Math.max(...values, 1e-9);
  const points = values.map(
    (value, place) =>
      `${((place / (values.length - 1)) * width).toFixed(1)},${(tall - 2 - (value / most) * (tall - 4)).toFixed(1)}`,
  );
  return (
    <svg class="sparkline" width={width} height={tall} aria-hidden="true">
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" stroke-width="1.5" />
    </svg>
  );
}
