import { useEffect, useState } from 'preact/hooks';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const key = 'postern-theme';

const storedTheme = (): Theme => themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system';

/** The colours of the page: those of the system, until a person chooses. */
export function useTheme(): [theme: Theme, next: () => void] {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    localStorage.setItem(key, theme);
  }, [theme]);
  return [theme, () => setTheme((before) => themes[(themes.indexOf(before) + 1) % themes.length]!)];
}
