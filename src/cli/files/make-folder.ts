import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A folder and those above it. Node's own `recursive` tries for ever where the system says that a
 * folder is not there and that it cannot be made, as below /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const above = dirname(path);
    if (code !== 'ENOENT' || above === path) throw error;
    await makeFolder(above);
    await mkdir(path);
  }
}
