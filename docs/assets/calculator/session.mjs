/** One reader's questions to the calculator, and what is shown in reply. */

import { Calculator, CalculatorError } from "./client.mjs";
import { clearErrors, focusErrors, showErrors } from "./errors.mjs";
import { request } from "./form.mjs";

const calculator = new Calculator();

export class Session {
  turn = 0; // counts the questions: only the newest one's reply is shown
  asked = false; // the reader has pressed the button
  moveFocus = false; // the next reply is the one the reader pressed the button for
  /** @type {Promise<unknown>} */ lastAnswer = Promise.resolve();

  /**
   * @param {HTMLFormElement} form
   * @param {import("./result.mjs").Result} result
   */
  constructor(form, result) {
    this.form = form;
    this.result = result;
  }

  /** Whether the estimate follows each change. After a failure the reader has to try again. */
  get follows() {
    return this.asked && calculator.isRunning;
  }

  /** Start Python before it is needed. */
  async warmUp() {
    if (this.asked || this.result.state === "loading") return;
    this.result.setState("loading");
    try {
      await calculator.start();
      if (!this.asked) this.result.setState("example");
    } catch (error) {
      if (!this.asked) this.fail(error);
    }
  }

  /** The reader wants the estimate, and to be taken to it. */
  submit() {
    this.asked = true;
    this.moveFocus = true;
    this.result.say(this.result.state === "live" ? "working" : "loading");
    this.update(false);
  }

  retry() {
    if (this.asked) this.submit();
    else this.warmUp();
  }

  /** @param {boolean} typing still in the middle of an answer: do not point at errors yet */
  async update(typing) {
    const turn = ++this.turn;
    if (this.result.state === "live") this.result.setBusy(true);
    else this.result.setState("loading");
    try {
      await calculator.start();
      await this.lastAnswer; // one question at a time: of those that wait only the newest is asked
      if (turn !== this.turn) return;
      const answer = calculator.ask(request(this.form));
      this.lastAnswer = answer.catch(() => {});
      const reply = JSON.parse(await answer);
      if (turn === this.turn) this.receive(reply, typing && !this.moveFocus);
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  /**
   * Ask for something beside the estimate, with the answers as they are.
   * @param {string} want
   * @param {Record<string, unknown>} [more]
   * @param {boolean} [quiet] nothing is said of errors: the estimate says them
   * @returns {Promise<Record<string, unknown> | undefined>} nothing after an error
   */
  async fetch(want, more = {}, quiet = false) {
    try {
      this.result.setBusy(true);
      await calculator.start();
      await this.lastAnswer;
      const answer = calculator.ask(request(this.form, { want, ...more }));
      this.lastAnswer = answer.catch(() => {});
      const { ok, errors, failed } = JSON.parse(await answer);
      this.result.setBusy(false);
      if (ok || quiet) return ok;
      if (errors) {
        showErrors(this.form, errors);
        focusErrors(this.form);
        this.result.say("errors");
      } else {
        this.result.fail("answer", failed);
      }
    } catch (error) {
      this.fail(error);
    }
    return undefined;
  }

  /**
   * @param {import("./result.mjs").Reply} reply
   * @param {boolean} typing
   */
  receive({ ok, errors, failed }, typing) {
    if (ok) {
      clearErrors(this.form);
      this.result.show(ok, this.moveFocus);
      this.form.dispatchEvent(new Event("calculator:shown"));
    } else if (errors) {
      this.result.refuse();
      if (typing) return;
      showErrors(this.form, errors);
      if (this.moveFocus) focusErrors(this.form);
    } else {
      this.result.fail("answer", failed);
    }
    this.moveFocus = false;
  }

  /** @param {unknown} error */
  fail(error) {
    console.error(error);
    this.result.fail(error instanceof CalculatorError ? error.reason : "broken");
  }

  reset() {
    this.asked = false;
    this.turn += 1;
    clearErrors(this.form);
    this.result.clear();
  }
}
