package org.polarfold.export;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polarfold.study.MapKind;

/** How a site lays out its maps. */
public sealed interface Layout permits TableLayout, GridStack, FileLayout {

  /** The name of the format in site.conf. */
  String format();

  /** The maps that are sent of every study. */
  Set<MapKind> kinds();

  /** What of the flaws can happen here. */
  Set<Flaw> flaws();

  /** Whether a study may come without one of its maps. */
  default boolean mayLackAState() {
    return true;
  }

  /** The block {@code maps} of site.conf. */
  Map<String, Object> conf(ExportStyle style);

  /** Begins to write a part of the site's maps. */
  MapWriter open(SiteFolder folder, int part, ExportStyle style) throws IOException;

  /**
   * The files that hold many patients.
   *
   * @param rows of each, over all parts
   */
  List<JointFile> jointFiles(ExportStyle style, Map<String, Long> rows);
}
