// The theme that a person chose stands before the first paint. Storage may be forbidden.
try {
  const theme = localStorage.getItem('perceptab-theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // The system's theme it is.
}
