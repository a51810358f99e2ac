// The page as a person meets it: everything is found by its role, its label or its words.
import { readFile } from 'node:fs/promises';

export class Perceptab {
  constructor(tab, server) {
    this.tab = tab;
    this.server = server;
    // What is said of the table: its name, the rail, and the tab Data.
    this.data = tab.locator('.top .file, .rail, #stage-data, .messages');
    this.network = tab.locator('.drawer');
    this.result = tab.locator('.stage');
    this.alert = tab.getByRole('alert');
    this.progress = tab.getByRole('progressbar', { name: 'Epochs trained' });
  }

  button(name) {
    // A sample's card begins with what it asks.
    if (['Songs', 'Penguins', 'Diamonds'].includes(name)) return this.tab.getByRole('button', { name: new RegExp(name) });
    return this.tab.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Goes to a tab, as a person does. */
  async open(name) {
    await this.tab.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
  }

  /** Opens the network's settings, which are beside the columns. */
  async openNetwork() {
    if (await this.network.isVisible()) return;
    const line = this.tab.locator('.network-line');
    if ((await line.count()) === 0) return this.button('Settings').click();
    if (!(await line.isVisible())) await this.open('Data');
    if (!(await this.network.isVisible())) await line.click();
  }

  async openAssignment() {
    await this.openNetwork();
    await this.button('The assignment').click();
  }

  /** Opens the menu that a button is in, where it is in one. */
  async unfoldMenu(button) {
    const menu = this.tab.locator('details.menu:not([open])').filter({ has: button });
    if ((await menu.count()) > 0) await menu.locator('summary').first().click();
  }

  /** The worker has said Ready. */
  async isReady() {
    await this.tab.locator('main[data-worker=ready]').waitFor();
  }

  // Data

  /** Brings a file through the file picker: a path, or {name, mimeType, buffer}. */
  async choose(file) {
    const another = this.tab.locator('button', { hasText: 'Choose another CSV' });
    await this.unfoldMenu(another);
    const first = this.button('Choose a CSV');
    await this.pick((await another.count()) > 0 ? another : first, file);
    await this.foldMenus();
  }

  async foldMenus() {
    await this.tab.evaluate(() => document.querySelectorAll('details.menu[open]').forEach((menu) => menu.removeAttribute('open')));
  }

  async pick(button, file) {
    const chooser = this.tab.waitForEvent('filechooser');
    await button.click();
    await (await chooser).setFiles(file);
  }

  /** Drops a file on an element of the page. */
  async drop(file, on) {
    await this.dropAll([file], on);
  }

  /** Drops several files at once. */
  async dropAll(files, on = this.tab.locator('body')) {
    const transfer = await this.tab.evaluateHandle(
      (files) => {
        const transfer = new DataTransfer();
        for (const [text, name, type] of files) {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          transfer.items.add(new File([bytes], name, { type }));
        }
        return transfer;
      },
      files.map(({ name, mimeType, buffer }) => [buffer.toString('base64'), name, mimeType]),
    );
    for (const kind of ['dragenter', 'dragover', 'drop']) await on.dispatchEvent(kind, { dataTransfer: transfer });
  }

  /** The file of this name has been read. */
  async hasRead(name) {
    await this.tab.getByRole('heading', { name, exact: true }).waitFor();
  }

  /** Chooses a file and waits until it has been read. */
  async read(file) {
    await this.choose(file);
    await this.hasRead(file.name);
  }

  /** All that is said of the table, what is folded away included; messages aside. */
  dataText() {
    return this.data.evaluateAll((parts) =>
      parts
        .map((part) => {
          const copy = part.cloneNode(true);
          copy.querySelectorAll('[role=alert]').forEach((alert) => alert.remove());
          return copy.textContent;
        })
        .join('\n'),
    );
  }

  target() {
    return this.tab.getByLabel('Column to predict').inputValue();
  }

  task(name) {
    return this.data.getByRole('group', { name: 'Task' }).getByRole('radio', { name });
  }

  async predictColumn(name) {
    await this.tab.getByLabel('Column to predict').selectOption(name);
  }

  // Network

  async takePreset(title) {
    await this.openNetwork();
    const folded = this.network.locator('details.more-presets');
    if (!(await folded.evaluate((details) => details.open))) await folded.locator('summary').click();
    await this.network.getByRole('radio', { name: title, exact: true }).check();
  }

  field(label) {
    return this.network.getByLabel(label, { exact: true });
  }

  async value(label) {
    await this.unfold(label);
    return this.field(label).inputValue();
  }

  /** Unfolds all settings where the setting is among them; they are made then. */
  async unfold(label) {
    await this.openNetwork();
    if (!(await this.field(label).isVisible())) await this.network.getByText('All settings').click();
    await this.field(label).waitFor();
  }

  /** Types a setting's value; unfolds all settings where it is among them. */
  async set(label, value) {
    await this.unfold(label);
    await this.field(label).fill(String(value));
  }

  /** What is said beside a field about its value. */
  async explanation(label) {
    const problem = this.tab.locator(`#${await this.field(label).getAttribute('aria-describedby')}`);
    await problem.filter({ hasText: /./ }).waitFor();
    return problem.innerText();
  }

  async putBack(label) {
    await this.button(new RegExp(`^Put ${label} back to`, 'i')).click();
  }

  // Run

  async train() {
    await this.button('Train').click();
  }

  /** Trains to the end; returns the reading. */
  async trainThrough(epochs) {
    await this.set('Epochs', epochs);
    await this.train();
    return this.reading();
  }

  /** The run has ended and its reading stands there; returns the reading. */
  async reading() {
    const reading = this.result.locator('.sentence [role=status]').filter({ hasText: /./ });
    await reading.waitFor();
    return reading.innerText();
  }

  async epoch() {
    return Number(await this.progress.getAttribute('value'));
  }

  async isAtEpoch(epoch) {
    await this.until(epoch, 'is');
  }

  async isBeyondEpoch(epoch) {
    await this.until(epoch, 'is beyond');
  }

  async until(epoch, how) {
    await this.tab.waitForFunction(
      ([element, epoch, how]) => (how === 'is' ? element.value === epoch : element.value > epoch),
      [await this.progress.elementHandle(), epoch, how],
    );
  }

  /** The hash of the ended run's weights. */
  weightsHash() {
    return this.result.locator('code').textContent();
  }

  /** Presses what downloads a file and returns {name, bytes, text}. */
  async download(name) {
    await this.unfoldMenu(this.tab.locator('button', { hasText: name }));
    const download = this.tab.waitForEvent('download');
    await this.button(name).click();
    const file = await download;
    await this.foldMenus();
    const bytes = await readFile(await file.path());
    return { name: file.suggestedFilename(), bytes, text: bytes.toString() };
  }

  /** The sentence of a failure, once there is one. */
  async complaint() {
    await this.alert.first().waitFor();
    return this.alert.first().locator('p').innerText();
  }
}
