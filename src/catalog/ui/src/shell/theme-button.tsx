import { useState } from 'react';
import { Icon } from '../parts/icon';
import { nextTheme, readTheme, setTheme, type Theme } from './theme';

const LOOKS = {
  system: { icon: 'screen', word: 'as the system' },
  light: { icon: 'sun', word: 'light' },
  dark: { icon: 'moon', word: 'dark' },
} as const;

export function ThemeButton() {
  const [theme, show] = useState<Theme>(readTheme);
  const next = nextTheme(theme);
  const change = () => {
    const chosen = nextTheme(readTheme());
    setTheme(chosen);
    show(chosen);
  };
  const told = `Colours: ${LOOKS[theme].word}. Change to ${LOOKS[next].word}`;
  return (
    <button type="button" onClick={change} aria-label={told} title={told} className="bar-button">
      <Icon name={LOOKS[theme].icon} />
    </button>
  );
}
