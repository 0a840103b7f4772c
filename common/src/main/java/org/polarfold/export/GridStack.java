package org.polarfold.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;

/**
 * All maps of a state in one array, and a table whose rows name the patients in the same order.
 *
 * @param files the array's file of each state, {@code .npy}
 * @param grid the site's grid
 */
public record GridStack(Map<MapKind, String> files, PolarGrid grid) implements Layout {

  static final String INDEX = "index.csv";

  public GridStack {
    files = new EnumMap<>(files);
  }

  @Override
  public String format() {
    return "grid-stack";
  }

  @Override
  public Set<MapKind> kinds() {
    return files.keySet();
  }

  @Override
  public Set<Flaw> flaws() {
    return EnumSet.of(
        Flaw.NON_FINITE, Flaw.OUT_OF_RANGE, Flaw.OTHER_UNIT, Flaw.REPEATED, Flaw.UNREADABLE);
  }

  @Override
  public boolean mayLackAState() {
    return false;
  }

  @Override
  public Map<String, Object> conf(ExportStyle style) {
    Map<String, Object> maps = new LinkedHashMap<>();
    maps.put("unit", style.unit().symbol());
    maps.put("stacks", GridConf.words(files));
    Map<String, Object> index = style.table(INDEX);
    index.remove("decimal");
    index.remove("missing");
    maps.put("index", index);
    maps.put("grid", GridConf.of(grid));
    return maps;
  }

  @Override
  public MapWriter open(SiteFolder folder, int part, ExportStyle style) throws IOException {
    return new StackWriter(this, folder, part, style);
  }

  @Override
  public List<JointFile> jointFiles(ExportStyle style, Map<String, Long> rows) {
    List<JointFile> joint = new ArrayList<>();
    joint.add(JointFile.table(INDEX, style, List.of()));
    for (String file : files.values()) {
      long maps = rows.getOrDefault(file, 0L);
      joint.add(new JointFile(file, Npy.header(maps, grid.rings(), grid.sectors()), 0));
    }
    return joint;
  }
}
