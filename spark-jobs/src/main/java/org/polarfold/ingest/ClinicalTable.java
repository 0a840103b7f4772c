package org.polarfold.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.polarfold.experiment.Settings;
import org.polarfold.study.Target;

/**
 * A clinical table, one row a patient, as its block of site.conf describes it.
 *
 * @param block of site.conf, as {@code more-tables[0]}
 * @param file the file
 * @param columns that are read, beside that of the patient
 */
record ClinicalTable(String block, TableFile file, List<ClinicalColumn> columns) {

  /** Reads the block; every fact may be left out. */
  static ClinicalTable of(String name, Settings block, ExportFolder folder) {
    TableFile file = TableFile.of(block, folder);
    Columns columns = new Columns(file);
    columns.age(block);
    columns.examined(block);
    block.optionalBlock("labels").ifPresent(columns::labels);
    block.optionalBlock("race").ifPresent(columns::race);
    block.optionalBlock("readers").ifPresent(columns::readers);
    block.optionalBlock("angiography").ifPresent(columns::angiography);
    block.optionalBlock("acquisition").ifPresent(columns::acquisition);
    return new ClinicalTable(name, file, List.copyOf(columns.found));
  }

  /** Collects the columns of one block. */
  private record Columns(TableFile file, List<ClinicalColumn> found) {

    private static final String READER = "[a-z0-9-]{1,40}";

    Columns(TableFile file) {
      this(file, new ArrayList<>());
    }

    private void age(Settings block) {
      if (block.has("age-years")) {
        String column = block.text("age-years");
        add(
            column,
            "age-years",
            (text, facts) ->
                facts.ageYears(
                    PhysiologicalRange.AGE.checked(
                        TableRow.number(text, file.decimal(), () -> "column " + column), column)));
      }
    }

    private void examined(Settings block) {
      block
          .optionalBlock("examined")
          .map(ExaminationDates::of)
          .ifPresent(
              dates ->
                  add(
                      dates.column(),
                      "examined",
                      (text, facts) -> facts.examined(dates.month(text))));
    }

    private void labels(Settings labels) {
      for (Target target : Target.values()) {
        binary(labels, target.key().replace('_', '-'), "labels.", (f, v) -> f.label(target, v));
      }
    }

    private void race(Settings race) {
      Vocabulary<String> words = Vocabulary.terms(race, file.missing());
      add(words.column(), "race", (text, facts) -> facts.race(words.meaning(text)));
    }

    private void readers(Settings readers) {
      for (String reader : readers.keys()) {
        if (!reader.matches(READER)) {
          throw readers.invalid(reader, "a name of 1 to 40 of a-z, 0-9 and -");
        }
        binary(readers, reader, "readers.", (facts, v) -> facts.reader(reader, v));
      }
    }

    private void angiography(Settings block) {
      binary(block, "done", "angiography.", (facts, v) -> facts.angiographyDone(v == 1));
      binary(block, "obstructive", "angiography.", (facts, v) -> facts.obstructiveDisease(v == 1));
    }

    private void acquisition(Settings acquisition) {
      for (AcquisitionItem item : AcquisitionItem.values()) {
        acquisition
            .optionalBlock(item.key())
            .map(block -> Vocabulary.terms(block, file.missing()))
            .ifPresent(
                words ->
                    add(
                        words.column(),
                        "acquisition." + item.key(),
                        (text, facts) -> facts.acquisition(item, words.meaning(text))));
      }
    }

    private void binary(
        Settings block, String key, String above, BiConsumer<PatientFacts, Integer> fact) {
      block
          .optionalBlock(key)
          .map(label -> Vocabulary.binary(label, file.missing()))
          .ifPresent(
              words ->
                  add(
                      words.column(),
                      above + key,
                      (text, facts) -> fact.accept(facts, words.meaning(text))));
    }

    private void add(String column, String fact, ClinicalColumn.Reading reading) {
      found.add(new ClinicalColumn(column, fact, reading));
    }
  }
}
