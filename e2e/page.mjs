// The page as a person meets it: everything is found by its role, its label or its words.
import { readFile } from 'node:fs/promises';

export class Perceptab {
  constructor(tab, server) {
    this.tab = tab;
    this.server = server;
    this.data = tab.getByRole('region', { name: 'Data' });
    this.network = tab.getByRole('region', { name: 'Network' });
    this.result = tab.getByRole('region', { name: 'Result' });
    this.alert = tab.getByRole('alert');
  }

  button(name) {
    return this.tab.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** The worker has said Ready: a file may be brought. */
  async isReady() {
    await this.tab.getByLabel('Choose a CSV').and(this.tab.locator(':enabled')).waitFor();
  }

  // Data

  /** Brings a file through the file picker: a path, or {name, mimeType, buffer}. */
  async choose(file) {
    const chooser = this.tab.waitForEvent('filechooser');
    await this.button(/^Choose a(nother)? (CSV|file)/).click();
    await (await chooser).setFiles(file);
  }

  /** Drops a file on the page. */
  async drop({ name, mimeType, buffer }) {
    const transfer = await this.tab.evaluateHandle(
      ([text, name, type]) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name, { type }));
        return transfer;
      },
      [buffer.toString('base64'), name, mimeType],
    );
    for (const kind of ['dragenter', 'dragover', 'drop']) {
      await this.tab.dispatchEvent('body', kind, { dataTransfer: transfer });
    }
  }

  async takeSample(name) {
    await this.button(name).click();
  }

  /** The file of this name has been read. */
  async hasRead(name) {
    await this.data.getByText(name).first().waitFor();
  }

  // Network

  async takePreset(title) {
    await this.network.getByRole('radio', { name: title }).check();
  }

  /** Types a setting's value and leaves the field. */
  async set(label, value) {
    const field = this.network.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.blur();
  }

  // Run

  async train() {
    await this.button('Train').click();
  }

  /** The run has ended and its reading stands there; returns the reading. */
  async reading() {
    const reading = this.result.getByRole('status');
    await reading.waitFor();
    return reading.innerText();
  }

  /** Presses what downloads a file and returns {name, bytes, text}. */
  async download(name) {
    const download = this.tab.waitForEvent('download');
    await this.button(name).click();
    const file = await download;
    const bytes = await readFile(await file.path());
    return { name: file.suggestedFilename(), bytes, text: bytes.toString() };
  }

  /** The sentence of the last failure. */
  async complaint() {
    await this.alert.first().waitFor();
    return this.alert.first().innerText();
  }
}
