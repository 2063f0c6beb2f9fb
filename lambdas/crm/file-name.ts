/** A file name cut at its beginning, so that its ending stays: programs go by it. */
export function cutFileName(name: string, maxLength: number): string {
  if (name.length <= maxLength) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : '';
  return name.slice(0, maxLength - ending.length).replace(/[\ud800-\udbff]$/, '') + ending;
}
