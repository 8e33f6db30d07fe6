(function () {
  "use strict";
  var all = function (what, where) { return Array.prototype.slice.call((where || document).querySelectorAll(what)); };
  var lit = [];
  function dark() { lit.forEach(function (one) { one.classList.remove("lit"); }); lit = []; }
  function light(found) { dark(); lit = found; lit.forEach(function (one) { one.classList.add("lit"); }); }
  function on(one, found) {
    ["mouseenter", "focusin"].forEach(function (name) { one.addEventListener(name, function () { light(found()); }); });
    ["mouseleave", "focusout"].forEach(function (name) { one.addEventListener(name, dark); });
  }
  all("[data-line]").forEach(function (line) {
    var turns = line.dataset.turns.split(" ").filter(Boolean);
    on(line, function () {
      var quotes = all(".q").filter(function (one) { return one.getAttribute("href") === "#" + line.id; });
      var whole = turns.map(function (turn) { return document.getElementById("turn-" + turn); });
      return quotes.concat(whole, [line]).filter(Boolean);
    });
  });
  all("[data-turn]").forEach(function (turn) {
    on(turn, function () {
      return all("[data-line]").filter(function (line) {
        return line.dataset.turns.split(" ").indexOf(turn.dataset.turn) >= 0;
      });
    });
  });
  all("form[data-filter]").forEach(function (form) {
    var rows = all(form.dataset.filter), told = form.querySelector("[role=status]");
    var parent = rows.length ? rows[0].parentNode : null;
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    function show() {
      var words = form.words.value.toLowerCase(), mark = form.mark.value, shown = 0;
      rows.forEach(function (row) {
        row.hidden = (mark && row.dataset.mark !== mark) || row.dataset.text.toLowerCase().indexOf(words) < 0;
        shown += row.hidden ? 0 : 1;
      });
      told.textContent = shown + " of " + rows.length + " shown";
    }
    function order() {
      var by = form.order.value;
      rows.slice().sort(function (a, b) {
        var x = a.dataset[by], y = b.dataset[by];
        return by === "place" ? x - y : x.localeCompare(y) || a.dataset.place - b.dataset.place;
      }).forEach(function (row) { parent.appendChild(row); });
    }
    form.words.addEventListener("input", show);
    form.mark.addEventListener("change", show);
    form.order.addEventListener("change", order);
  });
  all("[data-copy]").forEach(function (code) {
    var words = code.textContent, button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    code.parentNode.insertBefore(button, code.nextSibling);
    button.addEventListener("click", function () {
      window.getSelection().selectAllChildren(code);
      function told(done) { button.textContent = done ? "Copied" : "Selected: copy it with the keyboard"; }
      if (!navigator.clipboard) { told(false); return; }
      navigator.clipboard.writeText(words).then(function () { told(true); }, function () { told(false); });
    });
  });
  all("form[data-labels]").forEach(function (form) {
    var kept = [], told = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.querySelector("[data-save]").addEventListener("click", function () {
      var about = form.about.selectedOptions[0];
      var label = {
        criterion: about.dataset.criterion, human: form.human.value, run: form.dataset.run, case: form.dataset.case,
        labeller: form.labeller.value.trim(), why: form.why.value.trim()
      };
      if (about.dataset.sentence) { label.sentence = about.dataset.sentence; }
      kept.push(JSON.stringify(label));
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([kept.join("\n") + "\n"], { type: "application/x-ndjson" }));
      link.download = "labels.jsonl";
      link.click();
      told.textContent = kept.length + (kept.length === 1 ? " label" : " labels") + " saved in labels.jsonl";
    });
  });
}());
