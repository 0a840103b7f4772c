package org.polarfold.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.polarfold.report.PageTemplate;
import org.polarfold.report.Words;

/**
 * A list of items, each answered by the run or left to the authors; items are data files beside
 * this class.
 *
 * @param title its name
 * @param reference where it was published
 * @param note how it is to be used
 * @param items in its order
 */
record Checklist(String title, String reference, String note, List<Item> items) {

  /**
   * An item.
   *
   * @param number as published
   * @param section its heading
   * @param asks what it asks for, in words of our own
   * @param statements what the run says; none where the authors write
   * @param authors what is left to them; may be empty
   */
  record Item(
      String number, String section, String asks, List<Statement> statements, String authors) {}

  /** The sheets, by file name without ending. */
  static Map<String, Checklist> sheets(Answers answers) {
    Map<String, Checklist> sheets = new LinkedHashMap<>();
    for (CSVRecord list : rows("checklists.csv")) {
      sheets.put(
          list.get("file"),
          new Checklist(
              list.get("title"),
              list.get("reference"),
              list.get("note"),
              items(list.get("file"), answers)));
    }
    return sheets;
  }

  /** The model card: the same in other words. */
  static Checklist modelCard(Answers answers) {
    return new Checklist(
        "Model card",
        "After Mitchell et al., Model cards for model reporting, 2019",
        "What the run's files say of the model and of how far it can be trusted.",
        items("model-card", answers));
  }

  private static List<Item> items(String file, Answers answers) {
    List<Item> items = new ArrayList<>();
    for (CSVRecord row : rows(file + ".csv")) {
      List<Statement> statements = new ArrayList<>();
      for (String name : row.get("answers").split(" ", -1)) {
        if (!name.isEmpty()) {
          answers.of(name).stream()
              .filter(statement -> !statements.contains(statement))
              .forEach(statements::add);
        }
      }
      items.add(
          new Item(
              row.get("item"),
              row.get("section"),
              row.get("asks"),
              List.copyOf(statements),
              row.get("authors")));
    }
    return List.copyOf(items);
  }

  private static List<CSVRecord> rows(String file) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream stream = Checklist.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("Not in the build: " + file);
      }
      try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
          CSVParser csv = CSVParser.parse(reader, format)) {
        return csv.getRecords();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A page to print.
   *
   * @param kind {@code sheet}, or {@code card} without numbers and without a column for pages
   * @param run the run's name
   */
  String html(String kind, String run, List<String> warnings) {
    Map<String, List<Map<String, Object>>> sections = new LinkedHashMap<>();
    for (Item item : items) {
      sections.computeIfAbsent(item.section(), key -> new ArrayList<>()).add(model(item));
    }
    List<Map<String, Object>> all = new ArrayList<>();
    sections.forEach((title, inside) -> all.add(Map.of("title", title, "items", inside)));
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("kind", kind);
    model.put("run", Words.site(run));
    model.put("title", title);
    model.put("reference", reference);
    model.put("note", note);
    model.put("warnings", warnings);
    model.put("sections", all);
    return PageTemplate.render(Checklist.class, "sheet.ftlh", model);
  }

  private static Map<String, Object> model(Item item) {
    return Map.of(
        "item",
        item.number(),
        "asks",
        item.asks(),
        "left",
        item.statements().isEmpty() || !item.authors().isEmpty() ? left(item) : "",
        "statements",
        item.statements().stream()
            .map(s -> Map.of("text", s.text(), "places", s.places()))
            .toList());
  }

  /** The same as a table, a statement a row. */
  String csv(List<String> warnings) {
    Table table = new Table("item", "section", "asks_for", "written_by", "text");
    for (Item item : items) {
      for (Statement statement : item.statements()) {
        row(table, item, "run", statement.text(), String.join("; ", statement.places()));
      }
      if (item.statements().isEmpty() || !item.authors().isEmpty()) {
        row(table, item, "authors", left(item), "");
      }
    }
    return table.csv(warnings);
  }

  private static void row(Table table, Item item, String by, String text, String source) {
    table
        .row(source)
        .text("item", item.number())
        .text("section", item.section())
        .text("asks_for", item.asks())
        .text("written_by", by)
        .text("text", text);
  }

  /** What the authors write, in a sentence. */
  private static String left(Item item) {
    String hint = item.authors().isEmpty() ? "" : ": " + uncapitalised(item.authors());
    return (item.statements().isEmpty() ? "To be written by the authors" : "By the authors")
        + hint
        + ".";
  }

  private static String uncapitalised(String words) {
    return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }
}
