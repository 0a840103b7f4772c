package org.polarfold.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.study.Quantity;

/**
 * A site's clinical tables as its site.conf describes them.
 *
 * @param tables the patient table, then any others; no fact is told by two
 * @param means the segment means that the site computed itself, if it sends them
 * @param acquisition how the site acquires where no table says otherwise
 */
record Clinical(
    List<ClinicalTable> tables,
    Optional<SuppliedMeans> means,
    Map<AcquisitionItem, String> acquisition) {

  /** Further tables at most. */
  static final int MOST_TABLES = 60;

  private static final String MORE_TABLES = "more-tables";

  /**
   * Reads the blocks {@code patients}, {@code more-tables}, {@code segment-means} and {@code
   * acquisition}.
   *
   * @param quantity of the site's maps
   */
  static Clinical of(Settings site, ExportFolder folder, Quantity quantity) {
    List<ClinicalTable> tables = new ArrayList<>();
    Set<String> facts = new HashSet<>();
    Settings patients = site.block("patients");
    tables.add(ClinicalTable.of("patients", patients, folder));
    checkNew(tables.get(0), facts, patients);
    List<Settings> more = site.has(MORE_TABLES) ? site.blocks(MORE_TABLES) : List.of();
    if (more.size() > MOST_TABLES) {
      throw site.invalid(MORE_TABLES, "at most " + MOST_TABLES + " tables");
    }
    for (int i = 0; i < more.size(); i++) {
      ClinicalTable table = ClinicalTable.of(MORE_TABLES + "[" + i + "]", more.get(i), folder);
      tables.add(table);
      checkNew(table, facts, more.get(i));
    }
    return new Clinical(
        List.copyOf(tables),
        site.optionalBlock(SuppliedMeans.BLOCK)
            .map(block -> SuppliedMeans.of(block, folder, quantity)),
        Collections.unmodifiableMap(AcquisitionItem.of(site.block("acquisition"))));
  }

  /** Refuses what an earlier table tells: of two words neither could be preferred. */
  private static void checkNew(ClinicalTable table, Set<String> facts, Settings block) {
    for (ClinicalColumn column : table.columns()) {
      if (!facts.add(column.fact())) {
        String key = column.fact().split("\\.", 2)[0];
        throw block.invalid(key, "no " + column.fact() + ", which an earlier table tells");
      }
    }
  }

  /** Opens the tables and finds their columns. */
  ClinicalTables open() {
    return ClinicalTables.of(this);
  }
}
