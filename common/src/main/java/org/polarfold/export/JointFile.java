package org.polarfold.export;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A file of many patients.
 *
 * @param name inside the site's folder
 * @param head what stands before the first patient
 * @param headRows how many rows that is
 */
public record JointFile(String name, byte[] head, int headRows) {

  /** A table that begins with the names of its columns, the patient's first. */
  public static JointFile table(String name, ExportStyle style, List<String> columns) {
    return new JointFile(name, style.row(RowsFile.with(style.patient(), columns)), 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JointFile file
        && name.equals(file.name)
        && headRows == file.headRows
        && Arrays.equals(head, file.head);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, headRows, Arrays.hashCode(head));
  }
}
